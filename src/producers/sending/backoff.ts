import type { Random } from '../../base/index.ts'

const firstMs = 100
const mostMs = 5_000

/** How long to wait after so many failures in a row: twice as long each time, and at random, so that not all come again at once. */
export function backoffMs(attempts: number, random: Random): number {
  const ms = Math.min(mostMs, firstMs * 2 ** (attempts - 1))
  return ms * (0.5 + random.bytes(4).readUInt32LE() / 2 ** 33)
}
