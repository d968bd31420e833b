import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PutBody } from '../../../src/api/kinesis/put-body.ts'
import { arena, framesAt, readAnywhere } from './put-arena.ts'

interface Body {
  Records: { Data: string; PartitionKey?: string; ExplicitHashKey?: string }[]
  StreamName?: string
  StreamARN?: string
}

const putBody = new PutBody(arena, 'json')

/** What the kernel found, in the form that JSON.parse gives. */
function scanned(body: Buffer): Body | undefined {
  return readAnywhere(body, scannedAt)
}

function scannedAt(body: Buffer): Body | undefined {
  putBody.load(body)
  if (!putBody.scanRecords()) return undefined
  return { Records: Array.from({ length: putBody.count }, (_, i) => recordAt(i)), ...streamMembers() }
}

function recordAt(i: number) {
  const { bytes, dataStart, dataEnd, keyStart, keyEnd, explicitEnd } = putBody
  return {
    Data: bytes.toString('utf8', dataStart[i]!, dataEnd[i]!),
    ...(keyEnd[i] !== 0 && { PartitionKey: bytes.toString('utf8', keyStart[i]!, keyEnd[i]!) }),
    ...(explicitEnd[i] !== 0 && { ExplicitHashKey: putBody.explicitHashKey(i) }),
  }
}

function streamMembers() {
  const { streamName, streamArn } = putBody
  return {
    ...(streamName !== undefined && { StreamName: streamName }),
    ...(streamArn !== undefined && { StreamARN: streamArn }),
  }
}

test('PutBody finds the members in any order and with any white space', () => {
  const body = Buffer.from(
    '\r\n{ "StreamName" :\t"orders", "Records": [ {"PartitionKey":"a b","Data":"AAE="} ,{"Data":"","PartitionKey":"k","ExplicitHashKey":"12"}]}\n',
  )
  expect(scanned(body)).toEqual(JSON.parse(body.toString()))
})

const doubtful: [string, string][] = [
  ['an escape in a key', '{"Records":[{"Data":"AA==","PartitionKey":"a\\u0062"}],"StreamName":"s"}'],
  ['a key outside ASCII', '{"Records":[{"Data":"AA==","PartitionKey":"é"}],"StreamName":"s"}'],
  ['a control character in a key', '{"Records":[{"Data":"AA==","PartitionKey":"a\nb"}],"StreamName":"s"}'],
  ['an unknown member', '{"Records":[{"Data":"AA==","PartitionKey":"a","X":"1"}],"StreamName":"s"}'],
  [
    'an unknown member on top',
    '{"Records":[{"Data":"AA==","PartitionKey":"a"}],"StreamName":"s","DryRun":true}',
  ],
  ['a member twice', '{"Records":[{"Data":"AA==","Data":"AB==","PartitionKey":"a"}],"StreamName":"s"}'],
  [
    'the stream name twice',
    '{"StreamName":"t","Records":[{"Data":"AA==","PartitionKey":"a"}],"StreamName":"s"}',
  ],
  [
    'the records twice',
    '{"Records":[{"Data":"AA==","PartitionKey":"a"}],"Records":[{"Data":"AA==","PartitionKey":"a"}]}',
  ],
  ['a null', '{"Records":[{"Data":"AA==","PartitionKey":"a","ExplicitHashKey":null}],"StreamName":"s"}'],
  ['a number for data', '{"Records":[{"Data":1,"PartitionKey":"a"}],"StreamName":"s"}'],
  ['no data', '{"Records":[{"PartitionKey":"a"}],"StreamName":"s"}'],
  ['no records', '{"Records":[],"StreamName":"s"}'],
  ['no members', '{}'],
  ['an empty body', ''],
  ['an empty stream name', '{"Records":[{"Data":"AA==","PartitionKey":"a"}],"StreamName":""}'],
  ['a comma too many', '{"Records":[{"Data":"AA==","PartitionKey":"a"},],"StreamName":"s"}'],
  ['more behind the end', '{"Records":[{"Data":"AA==","PartitionKey":"a"}],"StreamName":"s"}}'],
  ['a byte order mark', '\ufeff{"Records":[{"Data":"AA==","PartitionKey":"a"}],"StreamName":"s"}'],
  [
    '501 records',
    JSON.stringify({ Records: Array(501).fill({ Data: '', PartitionKey: 'k' }), StreamName: 's' }),
  ],
]

test.each(doubtful)('PutBody leaves %s to the general path', (_, body) => {
  expect(scanned(Buffer.from(body))).toBe(undefined)
})

test('PutBody takes the common shape in every order of members', () => {
  const data = '"Data":"AA=="'
  const key = '"PartitionKey":"k"'
  const records = `"Records":[{${key},${data}},{${data},${key}}]`
  for (const members of [[records, '"StreamName":"s"'], ['"StreamARN":"arn:s"', records], [records]]) {
    const body = Buffer.from(`{${members.join(',')}}`)
    expect(scanned(body)).toEqual(JSON.parse(body.toString()))
  }
})

/*
 * Goal: whatever the scan recognises, JSON.parse reads the same; it never invents and never throws. (Only what is no
 * base64 inside a Data string is left to the decoder.)
 * Method: common bodies with a few bytes replaced, inserted or cut out.
 */
test('PutBody reads what JSON.parse reads, or nothing, on any damaged body', () => {
  const record = fc.record(
    {
      Data: fc.base64String({ maxLength: 12 }),
      PartitionKey: fc.string({ minLength: 1, maxLength: 6 }),
      ExplicitHashKey: fc.stringMatching(/^\d{1,3}$/),
    },
    { requiredKeys: ['Data'] },
  )
  const body = fc.record({
    Records: fc.array(record, { minLength: 1, maxLength: 4 }),
    StreamName: fc.constant('s'),
  })
  const damage = fc.record({
    at: fc.nat(400),
    cut: fc.nat(2),
    insert: fc.constantFrom(
      '',
      '"',
      '{',
      '}',
      ',',
      ':',
      '[',
      ']',
      ' ',
      '\\',
      '\n',
      'x',
      '\u00e9',
      '"Data":"A"',
    ),
  })
  fc.assert(
    fc.property(body, fc.nat(2), fc.array(damage, { maxLength: 2 }), (members, indent, damages) => {
      let text = JSON.stringify(members, null, indent)
      for (const { at, cut, insert } of damages) {
        const position = at % (text.length + 1)
        text = text.slice(0, position) + insert + text.slice(position + cut)
      }
      const found = scanned(Buffer.from(text))
      if (found?.Records.some(({ Data }) => !/^[\w+/=-]*$/.test(Data))) return // shows when it is decoded
      if (found !== undefined) expect(found).toEqual(JSON.parse(text))
      else if (damages.length === 0) expect(text).toMatch(/\\|[^ -~\n]/)
    }),
    { numRuns: 2000 },
  )
})

const keyGap = 16

/** What `write` makes of one record with this data; undefined when it says that it is no base64. */
function decoded(data: string | Buffer, key = 'key'): Buffer | undefined {
  const body = Buffer.concat([
    Buffer.from(`{"PartitionKey":"${key}","StreamName":"s","Data":"`),
    Buffer.from(data),
    Buffer.from('"}'),
  ])
  return readAnywhere(body, (placed) => decodedAt(placed, key))
}

function decodedAt(body: Buffer, key: string): Buffer | undefined {
  putBody.load(body)
  if (!putBody.scanRecord() || putBody.dataLength[0]! < 0) return undefined
  const frames = Buffer.alloc(keyGap + key.length + putBody.dataLength[0]!)
  putBody.target[0] = keyGap
  if (!putBody.write(frames)) return undefined
  expect(frames.toString('latin1', keyGap, keyGap + key.length)).toBe(key)
  return frames.subarray(keyGap + key.length)
}

test('PutBody decodes data of every length', () => {
  for (let length = 0; length <= 200; length++) {
    const data = Buffer.from(Array.from({ length }, (_, i) => (i * 89 + length * 37) & 0xff))
    expect(decoded(data.toString('base64'))).toEqual(data)
  }
})

test('PutBody writes frames in place, and nothing around them', () => {
  const around = 24
  const key = 'key'
  for (let length = 0; length <= 100; length++) {
    const data = Buffer.from(Array.from({ length }, (_, i) => (i * 89 + length * 37) & 0xff))
    putBody.load(
      Buffer.from(`{"PartitionKey":"${key}","StreamName":"s","Data":"${data.toString('base64')}"}`),
    )
    expect(putBody.scanRecord()).toBe(true)
    const all = Buffer.from(arena.memory.buffer, framesAt, 2 * around + key.length + length).fill('.')
    putBody.target[0] = 0
    expect(putBody.write(all.subarray(around, all.length - around))).toBe(true)
    const untouched = Buffer.alloc(around, '.')
    expect(all).toEqual(Buffer.concat([untouched, Buffer.from(key), data, untouched]))
  }
})

test('PutBody leaves to the general path what it has no room for', () => {
  expect(putBody.load(Buffer.alloc(arena.workspaceBytes))).toBe(false)
  putBody.load(Buffer.from('{"PartitionKey":"k","StreamName":"s","Data":""}'))
  expect(putBody.scanRecord()).toBe(true)
  putBody.target[0] = 0
  expect(putBody.write(Buffer.alloc(arena.workspaceBytes))).toBe(false)
})

test('PutBody takes canonical base64 only, whatever byte stands wherever', () => {
  for (const length of [4, 16, 20, 36]) {
    for (let at = 0; at < length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const text = Buffer.alloc(length, 'A')
        text[at] = byte
        const isCanonical =
          Buffer.from(text.toString('latin1'), 'base64').toString('base64') === text.toString('latin1')
        const result = decoded(text)
        if (isCanonical) expect(result).toEqual(Buffer.from(text.toString('latin1'), 'base64'))
        else expect(result, `byte ${byte} at ${at} of ${length}`).toBe(undefined)
      }
    }
  }
})

test('PutBody takes padding at the end only, with zeros in the bits left over', () => {
  const wrong = [
    '====',
    'A===',
    'AA=A',
    'AB==',
    'AAB=',
    'AA==AAAA',
    'AA\\/=',
    'AAAAAAAAAAAAAAAAAA==AAAAAAAAAAAAAAAAAAAA',
  ]
  for (const text of wrong) expect(decoded(text), text).toBe(undefined)
  expect(decoded('AA==')).toEqual(Buffer.from([0]))
  expect(decoded('AAA=')).toEqual(Buffer.from([0, 0]))
})

test('PutBody keeps nothing of a larger body when a smaller one follows', () => {
  const large = JSON.stringify({
    Records: [{ Data: 'A'.repeat(1024 * 1024), PartitionKey: 'k' }],
    StreamName: 's',
  })
  expect(scanned(Buffer.from(large))?.Records).toHaveLength(1)
  expect(scanned(Buffer.from(large.slice(0, 1000)))).toBe(undefined)
  expect(decoded('aGVsbG8=')).toEqual(Buffer.from('hello'))
})

test('PutBody reads of PutRecord what JSON.parse reads', () => {
  const body = Buffer.from(
    '{"StreamName":"orders","Data":"AAE=","StreamARN":"arn:s","PartitionKey":"a b","ExplicitHashKey":"12"}',
  )
  putBody.load(body)
  expect(putBody.scanRecord()).toBe(true)
  expect({ ...recordAt(0), ...streamMembers() }).toEqual(JSON.parse(body.toString()))
  for (const wrong of [
    '{"StreamName":"orders"}',
    '{"PartitionKey":"a"}',
    '{"Data":"","PartitionKey":"a","Data":""}',
    '[]',
    '',
  ]) {
    putBody.load(Buffer.from(wrong))
    expect(putBody.scanRecord(), wrong).toBe(false)
  }
})
