import { isAbsolute, resolve } from 'node:path'
import { type FileSystem, MemoryFileSystem, nodeFileSystem } from '../base/index.ts'
import type { Options } from './option-table.ts'
import type { ServerPorts } from './server-ports.ts'

/** The data folder of a server that keeps nothing is a folder of a file system in memory. */
export const inMemory = ':memory:'

/** Where a server with these options keeps its data. */
export function fileSystemFor({ data }: Options): FileSystem {
  return data === inMemory ? new MemoryFileSystem() : nodeFileSystem
}

/** The data folder's absolute path. */
export function dataDirectory({ data }: Options): string {
  return data === inMemory ? '/memory' : absolutePath(data)
}

export function absolutePath(path: string): string {
  return isAbsolute(path) ? path : resolve(path)
}

/** Where the objects of buckets are. A folder that somebody has named is on the disk, also when the data is in memory. */
export function objectsPlace(options: Options, { files }: ServerPorts): { files: FileSystem; root: string } {
  const { data, firehoseRoot } = options
  if (firehoseRoot === undefined) return { files, root: `${dataDirectory(options)}/firehose` }
  return { files: data === inMemory ? nodeFileSystem : files, root: absolutePath(firehoseRoot) }
}
