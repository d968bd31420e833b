import { expect, test } from 'vitest'
import { KeyTemplate } from '../../../src/firehose-sink/channels/key-template.ts'

const values = {
  channelName: 'my-channel',
  channelId: 'abc123',
  streamName: 'my-stream',
  timeMs: Date.UTC(2026, 6, 3, 4, 5, 59),
}

const keyOf = (text: string, compression: 'NONE' | 'GZIP' | 'ZSTD' = 'NONE') => {
  const template = KeyTemplate.parse(text, compression)
  return typeof template === 'string' ? `wrong: ${template}` : template.keyOf(values, 'uuid')
}

test('a key has the values of its variables, what is unique, and the extension last', () => {
  expect(keyOf('!{channel-name}/!{yyyy}/!{MM}/!{dd}/!{HH}/records!{extension}', 'GZIP')).toBe(
    'my-channel/2026/07/03/04/records-uuid.gz',
  )
  expect(keyOf('data/stream=!{stream-name}/!{yyyy}-!{MM}-!{dd}/!{HH}!{mm}!{extension:.json}', 'ZSTD')).toBe(
    'data/stream=my-stream/2026-07-03/0405-uuid.json',
  )
  expect(keyOf('!{channel-id}/!{yy}!{extension}', 'ZSTD')).toBe('abc123/26-uuid.zst')
  expect(keyOf('!{channel-name}/!{channel-id}')).toBe('my-channel/abc123-uuid')
  expect(keyOf('a!{extension}')).toBe('a-uuid')
  expect(keyOf("it's(a)!*_literal", 'NONE')).toBe("it's(a)!*_literal-uuid")
})

test('templates are refused that AWS says are not valid', () => {
  expect(keyOf('/data/!{channel-name}!{extension}')).toBe('wrong: it starts with a forward slash')
  expect(keyOf('data/../!{channel-name}!{extension}')).toBe('wrong: it contains path traversal')
  expect(keyOf('data/./!{channel-name}')).toBe('wrong: it contains path traversal')
  expect(keyOf('data//!{channel-name}!{extension}')).toBe('wrong: it contains consecutive slashes')
  expect(keyOf('!{channel-name}!{extension}/!{yyyy}')).toBe('wrong: !{extension} is not at the end')
  expect(keyOf('data/!{partition-id}!{extension}')).toBe('wrong: !{partition-id} is not a supported variable')
  expect(keyOf('data/!{constructor}')).toBe('wrong: !{constructor} is not a supported variable')
  expect(keyOf('data/!{channel-name}', 'GZIP')).toBe('wrong: with GZIP it must end in an extension variable')
  expect(keyOf('data/!{channel-name}/!{yyyy')).toBe('wrong: a variable is not closed')
  expect(keyOf('data/yyyy}')).toBe('wrong: the characters { } and : can only be in variables')
  expect(keyOf('a!{extension}!{extension}', 'GZIP')).toBe(
    'wrong: it contains more than one extension variable',
  )
  expect(keyOf('a!{extension:json}', 'GZIP')).toMatch(/^wrong: the extension in !\{extension:json\} must/)
  expect(keyOf('a!{extension:.JSON}', 'GZIP')).toMatch(/^wrong: the extension/)
})

test('a template may expand to 986 characters, and to no more', () => {
  const long = (length: number) => KeyTemplate.parse(`${'a'.repeat(length - 10)}!{channel-name}`, 'NONE')
  expect((long(986) as KeyTemplate).tooLongFor(values)).toBeUndefined()
  expect((long(987) as KeyTemplate).tooLongFor(values)).toBe('it expands to 987 characters, and may to 986')
})
