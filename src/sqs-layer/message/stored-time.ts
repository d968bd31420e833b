import { frameTimeMs, type LogId, type LogStore, type Offset } from '../../log/index.ts'

/** When the first message that a log has from an offset on was appended to it; undefined if there is none. @throws LOG_CORRUPT */
export function storedMsFrom(store: LogStore, log: LogId, from: Offset): Promise<number | undefined> {
  return store.readInPlace(log, from, { bytes: 1, records: 1 }, ({ chunks }) =>
    chunks[0] === undefined ? undefined : frameTimeMs(chunks[0].frames, 0),
  )
}
