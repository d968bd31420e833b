import type { FileSystem, Logger } from '../../base/index.ts'
import type { FrameMemory } from '../frame-memory.ts'
import type { LogSizes } from '../options.ts'
import { BlockReader } from './block-reader.ts'
import { FileCache } from './file-cache.ts'
import { SegmentFolder } from './segment-folder.ts'
import { SegmentIndexes } from './segment-indexes.ts'
import { SegmentReader } from './segment-reader.ts'
import { SegmentWriter } from './segment-writer.ts'

export interface Segments {
  readonly open: FileCache
  readonly folder: SegmentFolder
  readonly reader: SegmentReader
  readonly writer: SegmentWriter
}

/** Puts the parts together. Nothing is opened yet. */
export function openSegments({
  files,
  directory,
  salt,
  memory,
  logger,
  sizes,
}: {
  files: FileSystem
  directory: string
  salt: bigint
  memory: FrameMemory
  logger: Logger
  sizes: LogSizes
}): Segments {
  const open = new FileCache(files, sizes.openFilesMax)
  const folder = new SegmentFolder(files, open, directory)
  const indexes = new SegmentIndexes(open, directory, salt, logger, sizes.indexCacheBytes)
  const blocks = new BlockReader(open, directory, salt, sizes)
  const reader = new SegmentReader(folder, indexes, blocks)
  const writer = new SegmentWriter({ files, open, folder, indexes, salt, memory, sizes })
  return { open, folder, reader, writer }
}
