export { type FramedChildShard, type ReadEnd, readGetRecordsAnswer, readPutRecordsAnswer } from './answers.ts'
export { frameHeadSize } from './frame.ts'
export {
  type FramedBody,
  framedBody,
  framedHeadSize,
  framedSizeUnknown,
  framedType,
  partsOfFramed,
  sizedMembers,
} from './framed-body.ts'
export { PutFrames, type PutRecord, putFramesOf } from './put-frames.ts'
export { type PutResult, type PutResults, placesFor, placesOf, resultsAt, writePlace } from './put-results.ts'
export { type ReadRecord, readFramesOf, readRecords } from './read-frames.ts'
