export { kinesisErrors } from './errors.ts'
export { createKinesisService } from './service.ts'
