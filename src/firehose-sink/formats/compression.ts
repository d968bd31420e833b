import { gzippedPieces, zstdPieces } from './compressed-pieces.ts'
import { piecesOf } from './pieces.ts'
import { hadoopSnappy, snappyJava } from './snappy-frames.ts'
import { type CompressionOptions, zipArchive } from './zip-archive.ts'

/** Those of Firehose, and ZSTD, which only channels have. */
export type CompressionFormat = 'UNCOMPRESSED' | 'GZIP' | 'ZIP' | 'Snappy' | 'HADOOP_SNAPPY' | 'ZSTD'

/** What objects of a format end in, unless they are named otherwise. */
export const compressionExtensions: Readonly<Record<CompressionFormat, string>> = {
  UNCOMPRESSED: '',
  GZIP: '.gz',
  ZIP: '.zip',
  Snappy: '.snappy',
  HADOOP_SNAPPY: '.snappy',
  ZSTD: '.zst',
}

/**
 * Records one behind the other, compressed as one object. The work is done by Node's thread pool; this thread copies records into
 * pieces, and has a turn for others between them.
 */
export async function compressed(
  format: CompressionFormat,
  records: readonly Uint8Array[],
  options: CompressionOptions,
): Promise<readonly Uint8Array[]> {
  switch (format) {
    case 'UNCOMPRESSED':
      return records
    case 'GZIP':
      return await gzippedPieces(piecesOf(records))
    case 'ZIP':
      return await zipArchive(piecesOf(records), options)
    case 'Snappy':
      return await snappyJava(records)
    case 'HADOOP_SNAPPY':
      return await hadoopSnappy(records)
    case 'ZSTD':
      return await zstdPieces(piecesOf(records))
  }
}
