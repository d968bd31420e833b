export {
  hashKeyMax,
  hashKeyWords,
  hashPartitionKey,
  parseHashKey,
  readHashKey,
  writeHashKey,
} from './hash-key.ts'
export { evenHashRanges, type HashRange, HashRanges } from './hash-ranges.ts'
export { md5BlockMessageMax } from './md5.ts'
