/** Many records in one piece of memory, which can change its thread without a copy. */
export interface PackedRecords {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each record ends in `bytes`. */
  readonly ends: Uint32Array<ArrayBuffer>
}

export function packRecords(records: readonly { readonly data: Uint8Array }[]): PackedRecords {
  let size = 0
  for (const { data } of records) size += data.length
  const bytes = new Uint8Array(size)
  const ends = new Uint32Array(records.length)
  let end = 0
  for (const [i, { data }] of records.entries()) {
    bytes.set(data, end)
    end += data.length
    ends[i] = end
  }
  return { bytes, ends }
}

/** The records as texts, one after the other. */
export function* unpackTexts({ bytes, ends }: PackedRecords): Generator<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let start = 0
  for (const end of ends) {
    yield buffer.toString('utf8', start, end)
    start = end
  }
}
