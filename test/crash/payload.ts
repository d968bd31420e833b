import { createHash } from 'node:crypto'

/**
 * The data of a test record, all of it a function of its id and size: whoever reads it back can tell which record it
 * is and that no byte is wrong. Ids have no `/`. `size` is raised to what the id needs.
 */
export function payloadOf(id: string, size: number): Buffer {
  const head = `${id}/${size}/`
  const payload = Buffer.alloc(Math.max(size, head.length), createHash('sha256').update(head).digest())
  payload.write(head, 'latin1')
  return payload
}

/** @returns the id of an undamaged payload, undefined for any other bytes */
export function idOf(payload: Uint8Array): string | undefined {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const [id, size] = bytes.toString('latin1', 0, 100).split('/')
  if (id === undefined || size === undefined || !/^\d+$/.test(size)) return undefined
  return Number(size) <= bytes.length && payloadOf(id, Number(size)).equals(bytes) ? id : undefined
}
