import { ManualClock, MemoryFileSystem, silentLogger, systemRandom } from '../../src/base/index.ts'
import {
  frameOf,
  type LogId,
  type LogStore,
  type LogStoreOptions,
  openLogStore,
} from '../../src/log/index.ts'
import { smallMemory } from './small-memory.ts'

/** A store on a memory disk, with sizes of choice. */
export function openTestStore(options: Partial<LogStoreOptions> = {}): Promise<LogStore> {
  return openLogStore({
    files: new MemoryFileSystem(),
    directory: '/data',
    clock: new ManualClock(),
    random: systemRandom,
    logger: silentLogger,
    durability: 'fsync',
    ...smallMemory,
    ...options,
  })
}

/** An append of one record a text, all at `timeMs`. */
export function texts(log: LogId, values: readonly string[], timeMs = 1) {
  return {
    log,
    count: values.length,
    frames: Buffer.concat(values.map((value) => frameOf(Buffer.from(value), timeMs))),
  }
}
