/** What a server says of one document. */
export interface BulkItem {
  readonly status: number
  /** Undefined when it has the document. */
  readonly reason: string | undefined
}

/** @returns undefined for what is no answer to a bulk request of so many documents */
export function readBulkAnswer(body: Buffer, count: number): BulkItem[] | undefined {
  const { items } = parsed(body)
  if (!Array.isArray(items) || items.length !== count) return undefined
  const read = items.map(itemOf)
  return read.every((item) => item !== undefined) ? read : undefined
}

function parsed(body: Buffer): { items?: unknown } {
  try {
    return Object(JSON.parse(body.toString()))
  } catch {
    return {}
  }
}

function itemOf(item: unknown): BulkItem | undefined {
  const { status, error } = Object(Object(item).index)
  if (!Number.isInteger(status)) return undefined
  if (status >= 200 && status < 300) return { status, reason: undefined }
  if (typeof error === 'string') return { status, reason: error }
  const { type, reason } = Object(error)
  return { status, reason: `${type}: ${reason}` }
}
