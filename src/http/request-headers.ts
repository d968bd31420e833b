/** Names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>

/** Undefined without a `content-length`; Infinity for one that is no number, which is over every limit. */
export function announcedSize(headers: RequestHeaders): number | undefined {
  const header = headers['content-length']
  if (typeof header !== 'string') return undefined
  return /^\d{1,15}$/.test(header) ? Number(header) : Number.POSITIVE_INFINITY
}

/** Of several equal headers the first. */
export function firstOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}
