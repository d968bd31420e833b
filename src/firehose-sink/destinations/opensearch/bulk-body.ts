/** What one action of a bulk request says of its document. */
export interface BulkAction {
  readonly index: string
  /** Undefined: the server makes one. */
  readonly id: string | undefined
  /** Of Elasticsearch up to 6. */
  readonly type: string | undefined
  readonly document: Buffer
}

/**
 * Two lines for each document: `{"index":{"_index":"…","_id":"…"}}` and the document.
 * Source: https://docs.opensearch.org/latest/api-reference/document-apis/bulk/
 */
export function bulkBody(actions: readonly BulkAction[]): Buffer {
  const parts = actions.flatMap(({ index, id, type, document }) => [
    Buffer.from(`${JSON.stringify({ index: { _index: index, _type: type, _id: id } })}\n`),
    onOneLine(document),
    lineEnd,
  ])
  return Buffer.concat(parts)
}

const tab = 9
const lineFeed = 10
const carriageReturn = 13
const space = 32
const brace = 0x7b
const lineEnd = Buffer.of(lineFeed)

/** JSON has line ends between its tokens only, where a space says the same. */
function onOneLine(document: Buffer): Buffer {
  if (!document.includes(lineFeed) && !document.includes(carriageReturn)) return document
  const line = Buffer.from(document)
  for (let i = 0; i < line.length; i++) {
    if (line[i] === lineFeed || line[i] === carriageReturn) line[i] = space
  }
  return line
}

/** Whether a record can be a document at all: a blank line would have the whole request refused. */
export function looksLikeObject(document: Buffer): boolean {
  for (const byte of document) {
    if (byte !== space && byte !== lineFeed && byte !== carriageReturn && byte !== tab) return byte === brace
  }
  return false
}
