import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checksum } from '../../../src/log/checksum.ts'
import { FrameMemory } from '../../../src/log/frame-memory.ts'
import { batchHeaderSize, opHeaderSize, readBatchHeader, readOps } from '../../../src/log/journal/batch.ts'
import { batchSizeMax, encodeBatch } from '../../../src/log/journal/batch-encoder.ts'
import { LogState } from '../../../src/log/log-state.ts'
import type { PendingCommit } from '../../../src/log/pending-commit.ts'
import { times } from '../../effort.ts'

const salt = 99n
const offsets = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const append = fc.record({
  log: fc.integer({ min: 1, max: 2 ** 40 }),
  firstOffset: offsets,
  count: fc.integer({ min: 1, max: 1000 }),
  lastTimeMs: offsets,
  size: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 32_000, max: 34_000 })),
})
const commit = fc.record({
  appends: fc.array(append, { maxLength: 4 }),
  drops: fc.array(fc.integer({ min: 1024, max: 2 ** 40 }), { maxLength: 2 }),
  trims: fc.array(fc.record({ log: fc.integer({ min: 1, max: 2 ** 40 }), before: offsets }), {
    maxLength: 2,
  }),
})

type CommitInput = typeof commit extends fc.Arbitrary<infer Value> ? Value : never

function pendingOf({ appends, drops, trims }: CommitInput): PendingCommit {
  const pending = appends.map(({ log, size, ...rest }, i) => ({
    ...rest,
    log: new LogState(log),
    frames: Buffer.alloc(size, i + 1),
  }))
  const bytes = appends.reduce((sum, { size }) => sum + size, 0)
  const ops = appends.length + drops.length + trims.length
  return {
    appends: pending,
    drops,
    trims,
    bytes: bytes + ops * opHeaderSize,
    resolve: () => undefined,
    reject: () => undefined,
  }
}

test('a batch comes back with every operation, small frames and large ones, and is whole blocks long', () => {
  fc.assert(
    fc.property(fc.array(commit, { minLength: 1, maxLength: 4 }), (inputs) => {
      const commits = inputs.map(pendingOf)
      const { parts, size } = encodeBatch(
        commits,
        5,
        4000,
        salt,
        new FrameMemory({ slabBytes: 1 << 20, slabs: 2, workspaceBytes: 0, inputBytes: 0, poisoning: false }),
      )
      const bytes = Buffer.concat(parts)
      expect([bytes.length, size % 4096]).toEqual([size, 0])
      expect(batchSizeMax(commits)).toBe(size)
      const header = readBatchHeader(bytes, 0)!
      expect(header).toMatchObject({ sequence: 5, nextLogId: 4000 })
      const batch = bytes.subarray(0, batchHeaderSize + header.length)
      expect(checksum([batch.subarray(8)], salt)).toBe(header.checksum)
      const ops = readOps(batch.subarray(batchHeaderSize), header.ops)
      expect(ops).toEqual([
        ...inputs.flatMap(({ appends }) =>
          appends.map(({ size: length, ...rest }, i) => ({
            kind: 'append',
            ...rest,
            frames: Buffer.alloc(length, i + 1),
          })),
        ),
        ...inputs.flatMap(({ trims }) => trims.map((trim) => ({ kind: 'trim', ...trim }))),
        ...inputs.flatMap(({ drops }) => drops.map((log) => ({ kind: 'drop', log }))),
      ])
    }),
    { numRuns: times(30) },
  )
})

/** Strings compare much faster than buffers do in `expect`. */
const textOf = (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString('latin1')

test('the appends of one log become few operations with the same records in the same order', () => {
  const part = fc.record({
    log: fc.nat(2),
    size: fc.oneof(fc.nat(9_000), fc.integer({ min: 32_000, max: 34_000 })),
  })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 40 }), (parts) => {
      const logs = [new LogState(1), new LogState(2), new LogState(3)]
      const commits = parts.map(({ log: index, size }, i): PendingCommit => {
        const log = logs[index]!
        const append = {
          log,
          firstOffset: log.next++,
          count: 1,
          lastTimeMs: i,
          frames: Buffer.alloc(size, i),
        }
        const settled = () => undefined
        return {
          appends: [append],
          drops: [],
          trims: [],
          bytes: size + opHeaderSize,
          resolve: settled,
          reject: settled,
        }
      })
      const encoded = encodeBatch(
        commits,
        5,
        4000,
        salt,
        new FrameMemory({ slabBytes: 1 << 21, slabs: 2, workspaceBytes: 0, inputBytes: 0, poisoning: false }),
      )
      const bytes = Buffer.concat(encoded.parts)
      expect(bytes.length).toBe(encoded.size)
      expect(batchSizeMax(commits)).toBeGreaterThanOrEqual(encoded.size)
      const header = readBatchHeader(bytes, 0)!
      const ops = readOps(bytes.subarray(batchHeaderSize, batchHeaderSize + header.length), header.ops)!
      expect(encoded.chunks.map(({ frames }) => textOf([frames]))).toEqual(
        ops.map((op) => 'frames' in op && textOf([op.frames])),
      )
      for (const log of logs) {
        const own = ops.filter((op) => op.kind === 'append' && op.log === log.id) as ((typeof ops)[0] & {
          kind: 'append'
        })[]
        let next = 0
        for (const { firstOffset, count } of own) {
          expect(firstOffset).toBe(next)
          next += count
        }
        expect(next).toBe(log.next)
        const appended = commits.flatMap(({ appends }) => appends).filter((append) => append.log === log)
        expect(textOf(own.map(({ frames }) => frames))).toBe(textOf(appended.map(({ frames }) => frames)))
        expect(own.every(({ count, frames }) => count === 1 || frames.length <= 64 * 1024)).toBe(true)
      }
    }),
    { numRuns: times(80) },
  )
})

test('operations that do not fill their batch exactly, or of an unknown kind, are not read', () => {
  expect(readOps(Buffer.alloc(opHeaderSize), 1)).toBeUndefined()
  const drop = Buffer.alloc(opHeaderSize)
  drop.writeUInt32LE(2, 0)
  expect(readOps(drop, 1)).toEqual([{ kind: 'drop', log: 0 }])
  expect(readOps(drop, 2)).toBeUndefined()
  expect(readOps(Buffer.concat([drop, Buffer.alloc(3)]), 1)).toBeUndefined()
  drop.writeUInt32LE(1000, 24)
  expect(readOps(drop, 1)).toBeUndefined()
})
