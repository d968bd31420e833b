import { hash } from 'node:crypto'
import type { LogFile } from './log-files.ts'

/** So many bytes at the start of a file, and before a position, tell it from others. */
export const sampleSize = 1024

/**
 * How far a file was read, and what it looked like: enough to tell whether a file is this one still, was cut and written anew
 * (by its content, as its size may have grown beyond the position again), or is a copy of it.
 */
export interface FilePosition {
  readonly id: string
  readonly position: number
  /** Of the first bytes, and of the last before the position: each of at most 1 KiB. */
  readonly headHash: string
  readonly tailHash: string
}

/** @param head and `tail`: the first, and the last before the position, of the bytes as they were when they were read */
export function filePosition(id: string, position: number, head: Buffer, tail: Buffer): FilePosition {
  const size = Math.min(sampleSize, position)
  return {
    id,
    position,
    headHash: hash('md5', head.subarray(0, size)),
    tailHash: hash('md5', tail.subarray(tail.length - size)),
  }
}

/** The bytes at the start of the file, and those before the position. */
export async function samples(file: LogFile, position: number): Promise<{ head: Buffer; tail: Buffer }> {
  const size = Math.min(sampleSize, position)
  const [head, tail] = await Promise.all([file.read(0, size), file.read(position - size, size)])
  return { head, tail }
}

/** Whether the file begins with what was read. */
export async function continues(file: LogFile, known: FilePosition): Promise<boolean> {
  const { position } = known
  const { head, tail } = await samples(file, position)
  const size = Math.min(sampleSize, position)
  if (head.length < size || tail.length < size) return false
  const now = filePosition(known.id, position, head, tail)
  return now.headHash === known.headHash && now.tailHash === known.tailHash
}
