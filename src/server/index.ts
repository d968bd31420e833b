export { type CreateServerOptions, createServer } from './create-server.ts'
export { optionInvalid, type ServerErrorCode } from './errors.ts'
export type { FirehoseStatus } from './firehose-page.ts'
export { helpText } from './help-text.ts'
export { flagName, type OptionName, type Options, optionNames } from './option-table.ts'
export { fileSystemFor } from './places.ts'
export type { QuotaFile } from './quota-file.ts'
export {
  type Flags,
  fromConfigText,
  fromEnvironment,
  fromFlags,
  type OptionSource,
  readOptions,
} from './read-options.ts'
export type { ServerPorts } from './server-ports.ts'
export { type Server, startServer } from './start-server.ts'
