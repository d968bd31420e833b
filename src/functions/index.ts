export type { FunctionError, FunctionErrorCode } from './errors.ts'
export { parseFunctionReference } from './function-reference.ts'
export {
  concurrency,
  type FunctionSettings,
  type HttpFunctionSettings,
  type ModuleFunctionSettings,
  memoryMb,
  timeoutMsMax,
} from './function-settings.ts'
export { Functions, type InvokeOptions } from './functions.ts'
export { requestSizeMax, responseSizeMax } from './lambda-function.ts'
