export {
  hashKeyMax,
  hashKeyWords,
  hashPartitionKey,
  parseHashKey,
  readHashKey,
  writeHashKey,
} from './hash-key.ts'
export { evenHashRanges, HashRanges } from './hash-ranges.ts'
