export type { LogErrorCode } from './errors.ts'
export {
  frameHeaderSize,
  frameLength,
  frameOf,
  frameTimeMs,
  writeFrameHeader,
} from './frame.ts'
export type {
  Append,
  Chunk,
  FrameArena,
  LogBounds,
  LogId,
  LogStats,
  LogStore,
  Offset,
  ReadBatch,
  ReadLimit,
  Unsubscribe,
} from './log-store.ts'
export { openLogStore } from './open-log-store.ts'
export type { Durability, LogSizes, LogStoreOptions } from './options.ts'
export { rootLogs } from './root-logs.ts'
export { StateLog, type StateLogOptions } from './state-log.ts'
export type { StateMachine } from './state-machine.ts'
export { skipFrames } from './walk-frames.ts'
