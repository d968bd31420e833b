import { assert } from '../base/index.ts'
import { frameHeaderSize, frameLength, frameTimeMs } from './frame.ts'

/**
 * Checks that `frames` holds `count` whole frames whose times do not fall, from `sinceMs` on.
 * @returns the time of the last one
 */
export function lastFrameTimeMs(frames: Buffer, count: number, sinceMs: number): number {
  let at = 0
  let timeMs = sinceMs
  for (let i = 0; i < count; i++) {
    assert(at + frameHeaderSize <= frames.length, 'fewer frames than said')
    const frameMs = frameTimeMs(frames, at)
    assert(frameMs >= timeMs, 'times fall within a log')
    timeMs = frameMs
    at += frameHeaderSize + frameLength(frames, at)
  }
  assert(count > 0 && at === frames.length, 'an append is whole frames')
  return timeMs
}

/** @returns the position after `count` frames from `at` on */
export function skipFrames(frames: Buffer, at: number, count: number): number {
  let position = at
  for (let i = 0; i < count; i++) position += frameHeaderSize + frameLength(frames, position)
  return position
}

/** @returns the index of the first frame whose time is `timeMs` or later; `count` if there is none */
export function frameIndexAt(frames: Buffer, count: number, timeMs: number): number {
  let at = 0
  for (let i = 0; i < count; i++) {
    if (frameTimeMs(frames, at) >= timeMs) return i
    at += frameHeaderSize + frameLength(frames, at)
  }
  return count
}
