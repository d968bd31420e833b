import { arnOf, type Case, type CasesOf, invalidParameter, missing, modelError } from './case.ts'

const absent = {
  ...modelError(
    'ResourceNotFoundException',
    "The resource that you specified for the SourceArn parameter doesn't exist.",
  ),
  status: 404,
}
const noTask = {
  ...modelError('ResourceNotFoundException', 'The task does not exist, or is not active.'),
  status: 404,
}

const arnCases: Case[] = [
  { name: 'asks for the queue', input: {}, error: missing('SourceArn') },
  {
    name: 'refuses an ARN that is none',
    input: { SourceArn: 'dead' },
    error: invalidParameter(
      'You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>',
    ),
  },
  { name: 'knows no queue of another name', input: { SourceArn: arnOf('absent') }, error: absent },
  {
    name: 'knows no queue of another account',
    input: { SourceArn: 'arn:aws:sqs:us-east-1:111111111111:dead' },
    error: absent,
  },
]

export const moveTaskCases: readonly CasesOf[] = [
  [
    'StartMessageMoveTask',
    [
      ...arnCases,
      ...[0, 501].map((rate) => ({
        name: `refuses ${rate} messages a second`,
        input: { SourceArn: arnOf('dead'), MaxNumberOfMessagesPerSecond: rate },
        error: invalidParameter(
          `Value ${rate} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a value between 1 and 500.`,
        ),
      })),
      {
        name: 'refuses a queue that is no dead-letter queue',
        input: { SourceArn: arnOf('orders') },
        error: invalidParameter(/./),
      },
    ],
  ],
  [
    'ListMessageMoveTasks',
    [
      ...arnCases,
      { name: 'gives none where none was', input: { SourceArn: arnOf('dead') }, output: {} },
      ...[0, 11].map((MaxResults) => ({
        name: `refuses to give ${MaxResults}`,
        input: { SourceArn: arnOf('dead'), MaxResults },
        error: invalidParameter(
          `Value ${MaxResults} for parameter MaxResults is invalid. Reason: You must enter a value between 1 and 10.`,
        ),
      })),
    ],
  ],
  [
    'CancelMessageMoveTask',
    [
      { name: 'asks for the handle', input: {}, error: missing('TaskHandle') },
      { name: 'knows no task by nonsense', input: { TaskHandle: 'nonsense' }, error: noTask },
    ],
  ],
]
