import type { EntryOutcome } from '../../sqs-layer/index.ts'
import { failedEntry } from './batch.ts'
import { entryError } from './errors.ts'
import type { BatchResultErrorEntry } from './shapes.ts'

interface ReceiptEntry {
  readonly Id: string
  readonly ReceiptHandle: string
}

/** Throws what became of the one receipt handle of a call, if that is a failure. */
export function throwOutcome(outcome: EntryOutcome, receiptHandle: string): void {
  if (outcome !== undefined) throw entryError(outcome, receiptHandle)
}

/** The answer to a batch about receipt handles. @param outcomes in the order of the entries */
export function receiptAnswers(
  entries: readonly ReceiptEntry[],
  outcomes: readonly EntryOutcome[],
): { Successful: { Id: string }[]; Failed: BatchResultErrorEntry[] } {
  const Successful: { Id: string }[] = []
  const Failed: BatchResultErrorEntry[] = []
  for (const [i, { Id, ReceiptHandle }] of entries.entries()) {
    const outcome = outcomes[i]
    if (outcome === undefined) Successful.push({ Id })
    else Failed.push(failedEntry(Id, entryError(outcome, ReceiptHandle)))
  }
  return { Successful, Failed }
}
