import { type Clock, type FileSystem, silentLogger, systemRandom } from '../../src/base/index.ts'
import { type LogStore, openLogStore } from '../../src/log/index.ts'

const KiB = 1024

/** A store for a few small events, which opens in a few milliseconds. */
export function openSmallStore(files: FileSystem, clock: Clock): Promise<LogStore> {
  return openLogStore({
    files,
    clock,
    directory: '/data',
    random: systemRandom,
    logger: silentLogger,
    durability: 'fsync',
    commitBytesMax: 256 * KiB,
    batchBytesMax: 128 * KiB,
    journalFileBytes: 512 * KiB,
    slabBytes: 128 * KiB,
    slabs: 4,
    workspaceBytes: 64 * KiB,
    inputBytes: 0,
  })
}
