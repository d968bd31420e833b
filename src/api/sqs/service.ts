import type { Queues } from '../../sqs-layer/index.ts'
import { defineService, type Service } from '../service.ts'
import { changeMessageVisibility, changeMessageVisibilityBatch } from './change-message-visibility.ts'
import { createQueue } from './create-queue.ts'
import { deleteMessage, deleteMessageBatch } from './delete-message.ts'
import { deleteQueue, purgeQueue } from './delete-queue.ts'
import { toSqsError } from './errors.ts'
import { getQueueAttributes } from './get-queue-attributes.ts'
import { getQueueUrl } from './get-queue-url.ts'
import { listDeadLetterSourceQueues, listQueues } from './list-queues.ts'
import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from './message-move-tasks.ts'
import { sqsModel } from './model.ts'
import { OpenedQueues } from './opened-queues.ts'
import type { SqsContext } from './operation.ts'
import { completeAddress } from './queue-address.ts'
import { addPermission, removePermission } from './queue-permissions.ts'
import { listQueueTags, tagQueue, untagQueue } from './queue-tag-operations.ts'
import { receiveMessage } from './receive-message.ts'
import { sendMessage } from './send-message.ts'
import { sendMessageBatch } from './send-message-batch.ts'
import { setQueueAttributes } from './set-queue-attributes.ts'
import { validateSqsInput } from './validate.ts'

/** SQS over these queues. */
export function createSqsService(queues: Queues): Service {
  return defineService<SqsContext>({
    name: 'sqs',
    model: sqsModel,
    operations: [
      addPermission,
      cancelMessageMoveTask,
      changeMessageVisibility,
      changeMessageVisibilityBatch,
      createQueue,
      deleteMessage,
      deleteMessageBatch,
      deleteQueue,
      getQueueAttributes,
      getQueueUrl,
      listDeadLetterSourceQueues,
      listMessageMoveTasks,
      listQueueTags,
      listQueues,
      purgeQueue,
      receiveMessage,
      removePermission,
      sendMessage,
      sendMessageBatch,
      setQueueAttributes,
      startMessageMoveTask,
      tagQueue,
      untagQueue,
    ],
    context: { queues, opened: new OpenedQueues(queues) },
    completeInput: completeAddress,
    validate: validateSqsInput,
    toAwsError: toSqsError,
  })
}
