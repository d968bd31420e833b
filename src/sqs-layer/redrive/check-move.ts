import { parseQueueArn } from '../control/queue-arn.ts'
import type { QueueControl } from '../control/queue-control.ts'
import type { QueueState } from '../control/queue-state.ts'
import { invalidMoveTask, moveDestinationNotFound } from '../errors.ts'

/**
 * Whether messages may be moved out of a queue, and to where.
 * @param destinationArn undefined: back to where each message came from
 * @throws MOVE_TASK_INVALID, MOVE_DESTINATION_NOT_FOUND
 */
export function checkMove(
  control: QueueControl,
  source: QueueState,
  destinationArn: string | undefined,
): void {
  if (control.deadLetterSources(source, source.name).length === 0)
    throw invalidMoveTask('Source queue must be configured as a Dead Letter Queue.')
  if (destinationArn === undefined) return
  const name = parseQueueArn(destinationArn)
  const isOwn = name?.account === source.account && name.region === source.region
  const destination = isOwn ? control.find(name, name.name) : undefined
  if (destination === undefined) throw moveDestinationNotFound()
  if (destination.messages === source.messages)
    throw invalidMoveTask('The source and the destination queue must not be the same.')
  if (destination.isFifo !== source.isFifo)
    throw invalidMoveTask('The source and the destination queue must be of the same type.')
}
