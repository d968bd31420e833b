import { CodedError } from '../base/index.ts'

export type ProducerErrorCode =
  | 'PRODUCER_OPTION_INVALID'
  | 'PRODUCER_RECORD_INVALID'
  | 'PRODUCER_BUFFER_FULL'
  | 'PRODUCER_RECORD_EXPIRED'
  | 'PRODUCER_REQUEST_REFUSED'
  | 'PRODUCER_CLOSED'

type ProducerError = CodedError<ProducerErrorCode>

export const producerOptionInvalid = (name: string, must: string): ProducerError =>
  new CodedError('PRODUCER_OPTION_INVALID', `${name} ${must}`)

export const recordInvalid = (reason: string): ProducerError =>
  new CodedError('PRODUCER_RECORD_INVALID', reason)

export const bufferFull = (bytesMax: number): ProducerError =>
  new CodedError(
    'PRODUCER_BUFFER_FULL',
    `${bytesMax} bytes of records wait for their results: await ready() before put()`,
    { retryable: true },
  )

/** @param cause why the last attempt failed, if there was one */
export const recordExpired = (ttlMs: number, attempts: number, cause: unknown): ProducerError =>
  new CodedError(
    'PRODUCER_RECORD_EXPIRED',
    `not put within ${ttlMs} ms, in ${attempts} attempts${cause instanceof Error ? `: ${cause.message}` : ''}`,
    { retryable: true, cause },
  )

/** The service does not take the request, and would not take it again. */
export const requestRefused = (cause: Error): ProducerError =>
  new CodedError('PRODUCER_REQUEST_REFUSED', `${cause.name}: ${cause.message}`, { cause })

export const producerClosed = (): ProducerError =>
  new CodedError('PRODUCER_CLOSED', 'the producer was closed or aborted before the record was put')
