import { hash } from 'node:crypto'

/**
 * The id of the request that begins with the record at `position`. The same on every attempt: what is tried again is
 * what is left of a delivery, cut at the same places.
 */
export function requestIdOf(deliveryId: string, position: string): string {
  const hex = hash('sha256', `${deliveryId} ${position}`)
  // Version 8, "custom", of RFC 9562.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
