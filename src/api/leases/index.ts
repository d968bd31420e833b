export { createLeasesService } from './service.ts'
