/** Names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>

/** Undefined without a `content-length`; Infinity for one that is no number, which is over every limit. */
export function announcedSize(headers: RequestHeaders): number | undefined {
  const header = headers['content-length']
  return typeof header === 'string' ? (lengthOf(header) ?? Number.POSITIVE_INFINITY) : undefined
}

/** The number that a Content-Length is; undefined for what is none, or none of a size that can be. */
export function lengthOf(contentLength: string): number | undefined {
  return /^\d{1,15}$/.test(contentLength) ? Number(contentLength) : undefined
}

/** Of several equal headers the first. */
export function firstOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}
