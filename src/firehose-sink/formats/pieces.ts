/** Large enough that handing one over costs nothing beside the work on it, small enough to copy in 0.1 ms. */
const pieceBytes = 256 * 1024

/**
 * Records one behind the other, in buffers of a good size: records are small, and each hand-over to a compressor costs some
 * 10 µs. Whoever takes the pieces lets others have a turn between them.
 */
export function* piecesOf(records: readonly Uint8Array[], sizeMax = pieceBytes): Generator<Buffer> {
  let piece = Buffer.allocUnsafeSlow(sizeMax)
  let used = 0
  for (const record of records) {
    for (let at = 0; at < record.length; ) {
      const length = Math.min(sizeMax - used, record.length - at)
      piece.set(record.subarray(at, at + length), used)
      at += length
      used += length
      if (used < sizeMax) continue
      yield piece
      piece = Buffer.allocUnsafeSlow(sizeMax)
      used = 0
    }
  }
  if (used > 0) yield piece.subarray(0, used)
}
