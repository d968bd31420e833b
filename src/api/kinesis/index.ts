export { createKinesisService } from './service.ts'
