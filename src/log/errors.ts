import { CodedError } from '../base/index.ts'
import type { LogId } from './log-store.ts'

export type LogErrorCode =
  | 'LOG_BUSY'
  | 'LOG_COMMIT_TOO_LARGE'
  | 'LOG_DROPPED'
  | 'LOG_STORE_FAILED'
  | 'LOG_STORE_CLOSED'
  | 'LOG_CORRUPT'
  | 'LOG_JOURNAL_CORRUPT'
  | 'LOG_CHECKPOINT_CORRUPT'
  | 'LOG_FOLDER_VERSION'
  | 'LOG_STATE_VERSION'

type LogError = CodedError<LogErrorCode>

export const logBusy = (pendingBytes: number): LogError =>
  new CodedError('LOG_BUSY', `${pendingBytes} bytes wait for the disk already`, { retryable: true })

export const commitTooLarge = (bytes: number, bytesMax: number): LogError =>
  new CodedError('LOG_COMMIT_TOO_LARGE', `a commit of ${bytes} bytes is over the limit of ${bytesMax}`)

export const logDropped = (log: LogId): LogError =>
  new CodedError('LOG_DROPPED', `log ${log} has been dropped`)

export const storeFailed = (cause: unknown): LogError =>
  new CodedError(
    'LOG_STORE_FAILED',
    'a write to the data folder has failed: restart after mending the disk',
    {
      cause,
    },
  )

export const storeClosed = (): LogError => new CodedError('LOG_STORE_CLOSED', 'the log store is closed')

/** A stored block that fails its check, or is gone. What is around it stays readable. */
export const logCorrupt = (file: string, position: number, what: string): LogError =>
  new CodedError('LOG_CORRUPT', `${file} is damaged at byte ${position}: ${what}`)

/** Acknowledged data in the journal is damaged or missing. */
export const journalCorrupt = (file: string, position: number, what: string): LogError =>
  new CodedError('LOG_JOURNAL_CORRUPT', `${file} is damaged at byte ${position}: ${what}`)

/** What was acknowledged since the checkpoint cannot be told. */
export const journalMissing = (directory: string, sequence: number): LogError =>
  new CodedError(
    'LOG_JOURNAL_CORRUPT',
    `${directory} has no file with batch ${sequence}, where the journal goes on`,
  )

export const checkpointCorrupt = (file: string, what: string): LogError =>
  new CodedError('LOG_CHECKPOINT_CORRUPT', `${file} cannot be used: ${what}`)

export const folderVersion = (directory: string, what: string): LogError =>
  new CodedError(
    'LOG_FOLDER_VERSION',
    `${directory} is not a data folder that this version can open: ${what}`,
  )

/** A newer version wrote the record, or it is no state's log at all. */
export const stateVersion = (log: LogId, version: number, kind: number): LogError =>
  new CodedError(
    'LOG_STATE_VERSION',
    `log ${log} holds a record of version ${version} and kind ${kind}, which this version of Millrace does not know`,
  )
