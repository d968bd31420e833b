import type { MessageAttribute } from '../../sqs-layer/index.ts'
import type { TopicMessage } from '../topic-message.ts'

/** A message that is to be published, checked for form. */
export type PublishRequest = Pick<
  TopicMessage,
  'subject' | 'message' | 'messageOf' | 'attributes' | 'groupId' | 'deduplicationId'
> & {
  /** What was sent as the message, of the structure `json` with the texts of all protocols. */
  readonly bytes: number
}

export interface Published {
  readonly messageId: string
  /** Of a FIFO topic. For a duplicate, that of the message which it repeats, as the id. */
  readonly sequenceNumber: string | undefined
}

/** What counts for the limits: the message, and of the attributes names, data types and values. */
export function sizeOfRequest({ bytes, attributes }: PublishRequest): number {
  return bytes + attributesSize(attributes)
}

function attributesSize(attributes: readonly MessageAttribute[]): number {
  let size = 0
  for (const { name, dataType, value } of attributes) {
    const valueSize = typeof value === 'string' ? Buffer.byteLength(value) : value.length
    size += Buffer.byteLength(name) + Buffer.byteLength(dataType) + valueSize
  }
  return size
}
