import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { FrameArena } from '../../../src/shards/index.ts'

const pageBytes = 64 * 1024
const slackBytes = 16
const inputsAt = 64 * pageBytes
const inputPages = 17
const inputBytes = inputPages * pageBytes

const memory = new WebAssembly.Memory({ initial: 64 + inputPages + 1, maximum: 64 + inputPages + 1 })

/** The workspace, the inputs, and behind them a page that is the log's. */
export const arena: FrameArena = {
  memory,
  workspaceBytes: inputsAt,
  inputs: Buffer.from(memory.buffer, inputsAt, inputBytes),
}
export const framesAt = inputsAt + inputBytes

/** What `read` makes of the body, which must be the same where a kernel takes a copy and among the inputs of the arena. */
export function readAnywhere<Result>(body: Buffer, read: (body: Buffer) => Result): Result {
  const result = read(body)
  const { inputs } = arena
  const at = 100
  const end = at + body.length
  const around = Buffer.alloc(at, '"')
  around.copy(inputs)
  body.copy(inputs, at)
  inputs.fill('"', end, end + slackBytes + at)
  /* As `toEqual` says, in a tenth of its time for buffers. */
  expect(isDeepStrictEqual(read(inputs.subarray(at, end)), result), `read otherwise in place: ${body}`).toBe(
    true,
  )
  expect(around.equals(inputs.subarray(0, at))).toBe(true)
  expect(around.equals(inputs.subarray(end + slackBytes, end + slackBytes + at))).toBe(true)
  return result
}
