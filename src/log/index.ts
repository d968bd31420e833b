export {
  frameHeaderSize,
  frameLength,
  frameOf,
  frameTimeMs,
  payloadSizeMax,
  writeFrameHeader,
} from './frame.ts'
export {
  type Append,
  type Chunk,
  firstFreeLogId,
  type LogBounds,
  type LogId,
  type LogStats,
  type LogStore,
  type Offset,
  type ReadBatch,
  type ReadLimit,
  type Unsubscribe,
} from './log-store.ts'
export { rootLogs } from './root-logs.ts'
