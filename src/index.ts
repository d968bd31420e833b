/** Millrace inside your own process: see `createServer`. */
export { type Clock, CodedError, type Logger, ManualClock } from './base/index.ts'
export { type CreateServerOptions, createServer, type QuotaFile, type Server } from './server/index.ts'
