import { zonedTime } from './zoned-time.ts'

/** What the name of an object is made of, behind its prefix. */
export interface ObjectNaming {
  readonly stream: { readonly name: string; readonly versionId: string }
  /** Of the oldest record in it. */
  readonly timeMs: number
  readonly zone?: string
  /** Of the buffer: the same for the same records, also when they are stored again. */
  readonly id: string
  readonly extension: string
}

/**
 * `orders-1-2026-11-26-05-24-54-<uuid>.gz`.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
 */
export function objectName({ stream, timeMs, zone = 'UTC', id, extension }: ObjectNaming): string {
  const { local } = zonedTime(timeMs, zone)
  const time = local.toISOString().slice(0, 19).replaceAll(/[T:]/g, '-')
  return `${stream.name}-${stream.versionId}-${time}-${id}${extension}`
}
