import type { DeliveryStreamLabel } from '../destinations/destination-kind.ts'

/** What the name of an object is made of. */
export interface ObjectNaming {
  readonly stream: Pick<DeliveryStreamLabel, 'name' | 'versionId'>
  /** Of the oldest record in it. */
  readonly timeMs: number
  /** Of the buffer: the same for the same records, also when they are stored again. */
  readonly id: string
  readonly extension: string
}

/** `2026/11/26/05/`: what AWS puts behind a prefix without a timestamp of its own. In UTC. */
export function timePrefix(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 13).replace('T', '-').replaceAll('-', '/')}/`
}

/**
 * `orders-1-2026-11-26-05-24-54-<uuid>`.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
 */
export function objectName({ stream, timeMs, id, extension }: ObjectNaming): string {
  const time = new Date(timeMs).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-')
  return `${stream.name}-${stream.versionId}-${time}-${id}${extension}`
}
