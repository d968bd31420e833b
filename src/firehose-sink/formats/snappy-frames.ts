import { piecesOf } from './pieces.ts'

/** Blocks that are compressed at once, by Node's thread pool. */
const atOnce = 8

/** snappy-java's default. A reader makes room for a whole block. */
const javaBlockBytes = 32 * 1024
/** Its magic, and twice its version: this one, and the oldest that can read it. */
const javaHeader = Buffer.from('82534e415050590000000001' + '00000001', 'hex')

/**
 * The form of snappy-java's SnappyOutputStream: a header, then blocks, each behind its size.
 * Source: https://github.com/xerial/snappy-java, SnappyOutputStream and SnappyCodec
 */
export async function snappyJava(records: readonly Uint8Array[]): Promise<Buffer[]> {
  const chunks: Buffer[] = [javaHeader]
  for await (const { packed } of blocksOf(records, javaBlockBytes)) {
    const size = Buffer.allocUnsafe(4)
    size.writeUInt32BE(packed.length)
    chunks.push(size, packed)
  }
  return chunks
}

/** Within the 256 KiB that Hadoop's decompressor has room for. */
const hadoopBlockBytes = 128 * 1024

/**
 * The form of Hadoop's BlockCompressorStream: blocks, each behind its size before compression and its size after it.
 * Source: org.apache.hadoop.io.compress.BlockCompressorStream
 */
export async function hadoopSnappy(records: readonly Uint8Array[]): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  for await (const { size, packed } of blocksOf(records, hadoopBlockBytes)) {
    const sizes = Buffer.allocUnsafe(8)
    sizes.writeUInt32BE(size)
    sizes.writeUInt32BE(packed.length, 4)
    chunks.push(sizes, packed)
  }
  return chunks
}

interface Block {
  /** Before compression. */
  readonly size: number
  readonly packed: Buffer
}

async function* blocksOf(records: readonly Uint8Array[], blockBytes: number): AsyncGenerator<Block> {
  /* Native code with threads of its own, 4 MB, that few destinations ask for. */
  const { compress } = await import('snappy')
  let waiting: Promise<Block>[] = []
  for (const piece of piecesOf(records, blockBytes)) {
    waiting.push(compress(piece).then((packed) => ({ size: piece.length, packed })))
    if (waiting.length < atOnce) continue
    yield* await Promise.all(waiting)
    waiting = []
  }
  yield* await Promise.all(waiting)
}
