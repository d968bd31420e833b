export { Aggregate } from './aggregate.ts'
export { readAggregatedRecord, type UserRecord } from './aggregated-record.ts'
