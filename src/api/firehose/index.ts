export { createFirehoseService } from './service.ts'
