import { hasCode } from '../../base/index.ts'
import { type MoveTask, parseQueueArn } from '../../sqs-layer/index.ts'
import { invalidParameter, sqsError } from './errors.ts'
import { defineOperation } from './operation.ts'
import { checkRange } from './queue-name.ts'

/* Ranges: API references of StartMessageMoveTask and ListMessageMoveTasks. Texts ours, on AWS's pattern. */
const rateRange = { min: 1, max: 500, reason: 'You must enter a value between 1 and 500.' }
const resultsRange = { min: 1, max: 10, reason: 'You must enter a value between 1 and 10.' }

/**
 * Begins to move the messages of a dead-letter queue back, or to another queue.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 * @throws ResourceNotFoundException, UnsupportedOperation, InvalidParameterValue
 */
export const startMessageMoveTask = defineOperation({
  name: 'StartMessageMoveTask',
  access: { action: 'sqs:StartMessageMoveTask', resource: ({ SourceArn }) => SourceArn },
  async run(input, { queues }, { caller }) {
    const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond } = input
    checkArn('SourceArn', SourceArn)
    if (DestinationArn !== undefined) checkArn('DestinationArn', DestinationArn)
    checkRange('MaxNumberOfMessagesPerSecond', MaxNumberOfMessagesPerSecond, rateRange)
    const request = {
      sourceArn: SourceArn,
      destinationArn: DestinationArn,
      messagesPerSecondMax: MaxNumberOfMessagesPerSecond,
    }
    return { TaskHandle: await ofResource(() => queues.moveTasks.start(caller, request)) }
  },
})

/**
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html
 * @throws ResourceNotFoundException
 */
export const cancelMessageMoveTask = defineOperation({
  name: 'CancelMessageMoveTask',
  access: { action: 'sqs:CancelMessageMoveTask', resource: () => '*' },
  async run({ TaskHandle }, { queues }, { caller }) {
    return { ApproximateNumberOfMessagesMoved: await queues.moveTasks.cancel(caller, TaskHandle) }
  },
})

/**
 * The newest tasks of a queue.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html
 * @throws ResourceNotFoundException, InvalidParameterValue
 */
export const listMessageMoveTasks = defineOperation({
  name: 'ListMessageMoveTasks',
  access: { action: 'sqs:ListMessageMoveTasks', resource: ({ SourceArn }) => SourceArn },
  async run({ SourceArn, MaxResults }, { queues }, { caller }) {
    checkArn('SourceArn', SourceArn)
    checkRange('MaxResults', MaxResults, resultsRange)
    const tasks = await ofResource(async () => queues.moveTasks.list(caller, SourceArn, MaxResults ?? 1))
    return { Results: tasks.map(describeTask) }
  },
})

/** Only a task that runs has a handle: there is nothing else that it could be cancelled by. */
function describeTask(task: MoveTask) {
  return {
    TaskHandle: task.status === 'RUNNING' ? task.handle : undefined,
    Status: task.status,
    SourceArn: task.sourceArn,
    DestinationArn: task.destinationArn,
    MaxNumberOfMessagesPerSecond: task.messagesPerSecondMax,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedMs,
  }
}

function checkArn(name: string, arn: string): void {
  if (parseQueueArn(arn) !== undefined) return
  throw invalidParameter(
    `You must use this format to specify the ${name}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
  )
}

/** Where a queue is named by its ARN, AWS calls it a resource that is not there. */
async function ofResource<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (!hasCode(error, 'QUEUE_NOT_FOUND')) throw error
    throw sqsError(
      'ResourceNotFoundException',
      "The resource that you specified for the SourceArn parameter doesn't exist.",
      error,
    )
  }
}
