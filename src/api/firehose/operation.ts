import { deliveryStreamArnOf, type FirehoseOperations, type FirehoseSink } from '../../firehose-sink/index.ts'
import type { Caller } from '../caller.ts'
import { operationDefiner } from '../operation.ts'

/** What the operations of Firehose work on. */
export interface FirehoseContext {
  readonly sink: FirehoseSink
}

export const defineOperation = operationDefiner<FirehoseOperations, FirehoseContext>()

/** The resource that access control is asked about. */
export function addressedArn(
  { DeliveryStreamName }: { readonly DeliveryStreamName: string },
  caller: Caller,
): string {
  return deliveryStreamArnOf(caller, DeliveryStreamName)
}
