export { createSnsService } from './service.ts'
