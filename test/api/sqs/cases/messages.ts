import {
  addressCases,
  batchCases,
  type Case,
  type CasesOf,
  invalidParameter,
  missing,
  modelError,
  url,
} from './case.ts'

const orders = { QueueUrl: url('orders') }
const send = (more: object) => ({ ...orders, MessageBody: 'a', ...more })
const attribute = (name: string, value: object) => send({ MessageAttributes: { [name]: value } })
const text = { DataType: 'String', StringValue: 'v' }
const forbidden = (code: string, where: string) =>
  modelError(
    'InvalidMessageContents',
    `Invalid binary character '#x${code}' was found in the ${where}, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].`,
  )
const badName = (name: string): Case => ({
  name: `refuses an attribute called ${name.slice(0, 20)}`,
  input: attribute(name, text),
  error: invalidParameter(/^Message \(user\) attribute name '.*' is invalid\./),
})
const badNumber = (number: string): Case => ({
  name: `refuses the number ${number.slice(0, 20)}`,
  input: attribute('n', { DataType: 'Number.float', StringValue: number }),
  error: invalidParameter("Can't cast the value of message (user) attribute 'n' to a number."),
})
const noValue = (what: string, value: object, type: string): Case => ({
  name: `refuses an attribute with ${what}`,
  input: attribute('n', value),
  error: invalidParameter(`Message (user) attribute 'n' must contain a non-empty value of type '${type}'.`),
})
const idReason = (name: string) =>
  `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`

const sendMessage: Case[] = [
  ...addressCases({ MessageBody: 'a' }),
  { name: 'asks for a body', input: orders, error: missing('MessageBody') },
  {
    name: 'asks for a body that is not empty',
    input: send({ MessageBody: '' }),
    error: missing('MessageBody'),
  },
  {
    name: 'refuses a body that XML cannot say',
    input: send({ MessageBody: 'a\u0007' }),
    error: forbidden('7', 'message body'),
  },
  {
    name: 'refuses U+FFFF',
    input: send({ MessageBody: '\uffff' }),
    error: forbidden('FFFF', 'message body'),
  },
  {
    name: 'refuses half a character',
    input: send({ MessageBody: 'a\ud800b' }),
    error: forbidden('D800', 'message body'),
    notBySdk: true,
    notByQuery: true,
  },
  ...[-1, 901].map((DelaySeconds) => ({
    name: `refuses a delay of ${DelaySeconds}`,
    input: send({ DelaySeconds }),
    error: invalidParameter(
      `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    ),
  })),
  ...['MessageGroupId', 'MessageDeduplicationId'].flatMap((name) =>
    ['a b', 'ü', 'a'.repeat(129)].map((id) => ({
      name: `refuses ${id.slice(0, 5)} as ${name}`,
      input: send({ [name]: id }),
      error: invalidParameter(`Value ${id} for parameter ${name} is invalid. Reason: ${idReason(name)}`),
    })),
  ),
  {
    name: 'refuses eleven attributes',
    input: send({ MessageAttributes: Object.fromEntries([...'abcdefghijk'].map((name) => [name, text])) }),
    error: invalidParameter('Number of message attributes [11] exceeds the allowed maximum [10].'),
  },
  ...['a b', '.a', 'a.', 'a..b', 'AWS.a', 'amazon.a', 'a'.repeat(257)].map(badName),
  {
    name: 'refuses an attribute without a type',
    input: attribute('n', { StringValue: 'v' }),
    error: invalidParameter(
      "The message (user) attribute 'n' must contain non-empty message attribute type.",
    ),
  },
  ...['string', 'Text', 'Stringy', `String.${'a'.repeat(256)}`].map((DataType) => ({
    name: `refuses the type ${DataType.slice(0, 20)}`,
    input: attribute('n', { DataType, StringValue: 'v' }),
    error: invalidParameter(
      "The type of message (user) attribute 'n' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
    ),
  })),
  noValue('an empty text', { DataType: 'String', StringValue: '' }, 'String'),
  noValue('a text for bytes', { DataType: 'Binary', StringValue: 'v' }, 'Binary'),
  noValue('bytes for a number', { DataType: 'Number', BinaryValue: Buffer.from('1') }, 'Number'),
  ...['one', '1e', '', '0x1', '1'.repeat(39), '1e127', '-1.1e128'].filter(Boolean).map(badNumber),
  {
    name: 'refuses a value that XML cannot say',
    input: attribute('n', { DataType: 'String', StringValue: '\u0001' }),
    error: forbidden('1', "message (user) attribute 'n'"),
  },
  {
    name: 'refuses two values',
    input: attribute('n', { DataType: 'String', StringValue: 'v', BinaryValue: Buffer.from('v') }),
    error: invalidParameter("Message (user) attribute 'n' must have one value only."),
  },
  {
    name: 'refuses a list of values, as AWS does not implement it',
    input: attribute('n', { DataType: 'String', StringListValues: ['v'] }),
    error: modelError(
      'UnsupportedOperation',
      "Message (user) attribute 'n' has a list of values, which is not implemented.",
      'AWS.SimpleQueueService.UnsupportedOperation',
    ),
  },
  {
    name: 'refuses another system attribute than AWSTraceHeader',
    input: send({ MessageSystemAttributes: { SenderId: text } }),
    error: invalidParameter(/^Message system attribute name 'SenderId' is invalid\./),
  },
  {
    name: 'refuses a trace header of bytes',
    input: send({
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'Binary', BinaryValue: Buffer.from('v') } },
    }),
    error: invalidParameter("The type of message system attribute 'AWSTraceHeader' must be String."),
  },
  {
    name: 'refuses a message over 1 MiB',
    input: send({ MessageBody: 'a'.repeat(1_048_577) }),
    error: invalidParameter(
      'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    ),
  },
]

const sendMessageBatch: Case[] = [
  ...addressCases({ Entries: [{ Id: 'a', MessageBody: 'a' }] }),
  ...batchCases('SendMessageBatchRequestEntry', { MessageBody: 'a' }),
  {
    name: 'asks for the body of each entry',
    input: { ...orders, Entries: [{ Id: 'a', MessageBody: 'a' }, { Id: 'b' }] },
    error: missing('SendMessageBatchRequestEntry.2.MessageBody'),
  },
  {
    name: 'says of each entry why it could not be sent',
    input: {
      ...orders,
      Entries: [
        { Id: 'a', MessageBody: 'a', DelaySeconds: 901 },
        { Id: 'b', MessageBody: '\u0000' },
      ],
    },
    output: {
      Failed: [
        {
          Id: 'a',
          SenderFault: true,
          Code: 'InvalidParameterValue',
          Message:
            'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
        },
        { Id: 'b', SenderFault: true, Code: 'InvalidMessageContents' },
      ],
    },
  },
  {
    name: 'refuses a batch over 1 MiB',
    input: { ...orders, Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: 'a'.repeat(600_000) })) },
    error: modelError(
      'BatchRequestTooLong',
      'Batch requests cannot be longer than 1048576 bytes. You have sent 1200000 bytes.',
      'AWS.SimpleQueueService.BatchRequestTooLong',
    ),
  },
]

const range = (name: string, value: number, reason: string): Case => ({
  name: `refuses ${value} as ${name}`,
  input: { ...orders, [name]: value },
  error: invalidParameter(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`),
})

const receiveMessage: Case[] = [
  ...addressCases({}),
  { name: 'gives nothing of an empty queue', input: orders, output: {} },
  ...[0, 11].map((count) => range('MaxNumberOfMessages', count, 'Must be between 1 and 10, if provided.')),
  ...[-1, 21].map((seconds) => range('WaitTimeSeconds', seconds, 'Must be >= 0 and <= 20, if provided.')),
  ...[-1, 43_201].map((seconds) =>
    range('VisibilityTimeout', seconds, 'Must be between 0 and 43200, if provided.'),
  ),
  ...['AttributeNames', 'MessageSystemAttributeNames'].map((member) => ({
    name: `knows no other name in ${member}`,
    input: { ...orders, [member]: ['SenderId', 'Policy'] },
    error: modelError('InvalidAttributeName', 'Unknown Attribute Policy.'),
  })),
  {
    name: 'takes a ReceiveRequestAttemptId of FIFO queues only',
    input: { ...orders, ReceiveRequestAttemptId: 'a' },
    error: invalidParameter(
      'Value a for parameter ReceiveRequestAttemptId is invalid. Reason: The request include parameter that is not valid for this queue type.',
    ),
  },
]

const badHandle = {
  ...modelError(
    'ReceiptHandleIsInvalid',
    'The input receipt handle "nonsense" is not a valid receipt handle.',
  ),
  status: 404,
}
const failedHandle = {
  Failed: [
    {
      Id: 'a',
      SenderFault: true,
      Code: 'ReceiptHandleIsInvalid',
      Message: 'The input receipt handle "nonsense" is not a valid receipt handle.',
    },
  ],
}

export const messageCases: readonly CasesOf[] = [
  ['SendMessage', sendMessage],
  ['SendMessageBatch', sendMessageBatch],
  ['ReceiveMessage', receiveMessage],
  [
    'DeleteMessage',
    [
      ...addressCases({ ReceiptHandle: 'a' }),
      { name: 'asks for a handle', input: orders, error: missing('ReceiptHandle') },
      {
        name: 'refuses a handle that is none',
        input: { ...orders, ReceiptHandle: 'nonsense' },
        error: badHandle,
      },
    ],
  ],
  [
    'DeleteMessageBatch',
    [
      ...addressCases({ Entries: [{ Id: 'a', ReceiptHandle: 'a' }] }),
      ...batchCases('DeleteMessageBatchRequestEntry', { ReceiptHandle: 'a' }),
      {
        name: 'says of a handle that it is none',
        input: { ...orders, Entries: [{ Id: 'a', ReceiptHandle: 'nonsense' }] },
        output: failedHandle,
      },
    ],
  ],
  [
    'ChangeMessageVisibility',
    [
      ...addressCases({ ReceiptHandle: 'a', VisibilityTimeout: 1 }),
      {
        name: 'asks for a time',
        input: { ...orders, ReceiptHandle: 'a' },
        error: missing('VisibilityTimeout'),
      },
      {
        name: 'refuses a handle that is none',
        input: { ...orders, ReceiptHandle: 'nonsense', VisibilityTimeout: 1 },
        error: badHandle,
      },
      {
        name: 'refuses more than twelve hours',
        input: { ...orders, ReceiptHandle: 'a', VisibilityTimeout: 43_201 },
        error: invalidParameter(
          'Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.',
        ),
      },
    ],
  ],
  [
    'ChangeMessageVisibilityBatch',
    [
      ...addressCases({ Entries: [{ Id: 'a', ReceiptHandle: 'a', VisibilityTimeout: 1 }] }),
      ...batchCases('ChangeMessageVisibilityBatchRequestEntry', { ReceiptHandle: 'a', VisibilityTimeout: 1 }),
      {
        name: 'says of a handle that it is none',
        input: { ...orders, Entries: [{ Id: 'a', ReceiptHandle: 'nonsense', VisibilityTimeout: 1 }] },
        output: failedHandle,
      },
      {
        name: 'says of an entry that its time is too long',
        input: { ...orders, Entries: [{ Id: 'a', ReceiptHandle: 'a', VisibilityTimeout: 43_201 }] },
        output: { Failed: [{ Id: 'a', SenderFault: true, Code: 'InvalidParameterValue' }] },
      },
    ],
  ],
]
