import { CodedError } from '../base/index.ts'

export type ServerErrorCode =
  | 'SERVER_OPTION_INVALID'
  | 'SERVER_DATA_UNUSABLE'
  | 'SERVER_DATA_IN_USE'
  | 'SERVER_TLS_UNUSABLE'

type ServerError = CodedError<ServerErrorCode>

/** @param source where the value was given: `--port`, `MILLRACE_PORT`, `"port" in millrace.json` */
export const optionInvalid = (source: string, what: string): ServerError =>
  new CodedError('SERVER_OPTION_INVALID', `${source}: ${what}`)

/** @param why in plain words */
export const dataUnusable = (directory: string, why: string, cause: Error): ServerError =>
  new CodedError(
    'SERVER_DATA_UNUSABLE',
    `the data folder ${directory} cannot be used: ${why} (${cause.message})`,
    { cause },
  )

export const dataInUse = (directory: string, cause: unknown): ServerError =>
  new CodedError('SERVER_DATA_IN_USE', `the data folder ${directory} is in use by another server`, { cause })

export const tlsUnusable = (what: string, cause: Error): ServerError =>
  new CodedError('SERVER_TLS_UNUSABLE', `${what}: ${cause.message}`, { cause })
