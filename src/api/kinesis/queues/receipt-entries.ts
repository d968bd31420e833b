import type { EntryOutcome, StreamReceiptErrorCode } from '../../../stream-queues/index.ts'
import type { KinesisErrorCode } from '../errors.ts'
import type { AcknowledgeQueueRecordsErrorEntry } from '../shapes.ts'

interface Entry {
  readonly ReceiptHandle: string
}

/** AWS lists these codes for entries, and does not say which is for what. */
const byDomainCode: Readonly<Record<StreamReceiptErrorCode, KinesisErrorCode>> = {
  STREAM_RECEIPT_INVALID: 'InvalidArgumentException',
  STREAM_RECORD_NOT_HELD: 'ResourceNotFoundException',
}

export const handlesOf = (entries: readonly Entry[]): string[] =>
  entries.map(({ ReceiptHandle }) => ReceiptHandle)

/** The changes of visibility that entries ask for. */
export const changesOf = (entries: readonly (Entry & { readonly VisibilityTimeoutSeconds: number })[]) =>
  entries.map(({ ReceiptHandle, VisibilityTimeoutSeconds }) => ({
    receiptHandle: ReceiptHandle,
    visibilityTimeout: VisibilityTimeoutSeconds,
  }))

/** What became of each entry, as all operations on receipt handles answer it. */
export function describeOutcomes(entries: readonly Entry[], outcomes: readonly EntryOutcome[]) {
  const Successful: Entry[] = []
  const Failed: AcknowledgeQueueRecordsErrorEntry[] = []
  entries.forEach(({ ReceiptHandle }, i) => {
    const error = outcomes[i]
    if (error === undefined) Successful.push({ ReceiptHandle })
    else Failed.push({ ReceiptHandle, ErrorCode: byDomainCode[error.code], ErrorMessage: error.message })
  })
  return { Successful, Failed }
}
