export { FramedCalls } from './framed-calls.ts'
