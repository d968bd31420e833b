import { AwsError } from '../../wire/index.ts'
import { sqsError } from './errors.ts'
import type { BatchResultErrorEntry } from './shapes.ts'

/** Source: API reference of SendMessageBatch and the other batches. */
const entriesMax = 10
const idPattern = /^[A-Za-z0-9_-]{1,80}$/

interface Entry {
  readonly Id: string
}

/**
 * Checks what makes a batch one: that it has not too many entries, and that their ids are good and distinct. That it has one is
 * checked with what is missing. Source of the text about ids: https://github.com/localstack/localstack/issues/12022; the
 * others are those that users of several SDKs have published.
 * @throws TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct
 */
export function checkBatch(entries: readonly Entry[]): void {
  if (entries.length > entriesMax) {
    throw sqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${entriesMax}. You have sent ${entries.length}.`,
    )
  }
  const ids = new Set<string>()
  for (const { Id } of entries) {
    if (!idPattern.test(Id)) throw invalidBatchEntryId()
    if (ids.has(Id)) throw sqsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`)
    ids.add(Id)
  }
}

const invalidBatchEntryId = () =>
  sqsError(
    'InvalidBatchEntryId',
    'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
  )

/** One entry of a batch that could not be done. */
export function failedEntry(id: string, error: AwsError): BatchResultErrorEntry {
  return { Id: id, SenderFault: error.isSenderFault, Code: error.queryCode, Message: error.message }
}

/** What `read` makes of an entry, or the entry of the answer that says why not. */
export function readEntry<Read>(
  id: string,
  read: () => Read,
): { value: Read } | { failed: BatchResultErrorEntry } {
  try {
    return { value: read() }
  } catch (error) {
    if (error instanceof AwsError) return { failed: failedEntry(id, error) }
    throw error
  }
}
