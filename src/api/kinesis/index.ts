export { type CallRateSettings, callRates, countedOperations } from './call-rates.ts'
export { CallThrottle } from './call-throttle.ts'
export type { KinesisContext } from './operation.ts'
export { createKinesisService } from './service.ts'
