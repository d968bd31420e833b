import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PutRecordsScan } from '../../../src/api/kinesis/put-records-scan.ts'

interface Body {
  Records: { Data: string; PartitionKey: string; ExplicitHashKey?: string }[]
  StreamName?: string
  StreamARN?: string
}

const scan = new PutRecordsScan()

/** What the scan found, in the form that JSON.parse gives. */
function scanned(body: Buffer): Body | undefined {
  if (!scan.scan(body)) return undefined
  const text = (start: number, end: number) => body.toString('utf8', start, end)
  const found: Body = { Records: [] }
  for (let i = 0; i < scan.count; i++) {
    found.Records.push({
      Data: text(scan.dataStart[i]!, scan.dataEnd[i]!),
      PartitionKey: text(scan.keyStart[i]!, scan.keyEnd[i]!),
      ...(scan.explicitEnd[i] !== 0 && {
        ExplicitHashKey: text(scan.explicitStart[i]!, scan.explicitEnd[i]!),
      }),
    })
  }
  if (scan.streamName !== '') found.StreamName = scan.streamName
  if (scan.streamArn !== '') found.StreamARN = scan.streamArn
  return found
}

test('PutRecordsScan finds the members in any order and with any white space', () => {
  const body = Buffer.from(
    '\r\n{ "StreamName" :\t"orders", "Records": [ {"PartitionKey":"a b","Data":"AAE="} ,{"Data":"","PartitionKey":"k","ExplicitHashKey":"12"}]}\n',
  )
  expect(scanned(body)).toEqual(JSON.parse(body.toString()))
})

const doubtful: [string, string][] = [
  ['an escape in a key', '{"Records":[{"Data":"AA==","PartitionKey":"a\\u0062"}],"StreamName":"s"}'],
  ['an escaped slash in the data', '{"Records":[{"Data":"AA\\/=","PartitionKey":"a"}],"StreamName":"s"}'],
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
  ['no key', '{"Records":[{"Data":"AA=="}],"StreamName":"s"}'],
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

test.each(doubtful)('PutRecordsScan leaves %s to the general path', (_, body) => {
  expect(scan.scan(Buffer.from(body))).toBe(false)
})

test('PutRecordsScan takes the common shape in every order of members', () => {
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
test('PutRecordsScan reads what JSON.parse reads, or nothing, on any damaged body', () => {
  const record = fc.record(
    {
      Data: fc.base64String({ maxLength: 12 }),
      PartitionKey: fc.string({ minLength: 1, maxLength: 6 }),
      ExplicitHashKey: fc.stringMatching(/^\d{1,3}$/),
    },
    { requiredKeys: ['Data', 'PartitionKey'] },
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
