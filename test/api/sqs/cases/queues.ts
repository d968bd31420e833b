import {
  addressCases,
  arnOf,
  type Case,
  type CasesOf,
  invalidParameter,
  missing,
  modelError,
  notFound,
  url,
} from './case.ts'

const invalidAttribute = (name: string) =>
  modelError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`)
const unknownAttribute = (name: string) => modelError('InvalidAttributeName', `Unknown Attribute ${name}.`)

const badAttributes: [name: string, value: string][] = [
  ['DelaySeconds', '901'],
  ['DelaySeconds', '-1'],
  ['DelaySeconds', ''],
  ['MaximumMessageSize', '1023'],
  ['MaximumMessageSize', '1048577'],
  ['MessageRetentionPeriod', '59'],
  ['MessageRetentionPeriod', '1209601'],
  ['ReceiveMessageWaitTimeSeconds', '21'],
  ['VisibilityTimeout', '43201'],
  ['VisibilityTimeout', 'soon'],
  ['VisibilityTimeout', '1.5'],
  ['Policy', '{'],
  ['Policy', '{"Statement":[]}'],
  ['Policy', '{"Statement":{"Effect":"Allow","Action":"s3:Get","Principal":"*","Resource":"*"}}'],
  ['KmsDataKeyReusePeriodSeconds', '59'],
  ['SqsManagedSseEnabled', 'yes'],
]

function attributeCases(base: object): Case[] {
  const withAttributes = (Attributes: object) => ({ ...base, Attributes })
  return [
    ...badAttributes.map(([name, value]) => ({
      name: `refuses ${JSON.stringify(value)} as ${name}`,
      input: withAttributes({ [name]: value }),
      error: invalidAttribute(name),
    })),
    ...['Colour', 'QueueArn', '__proto__', 'ContentBasedDeduplication', 'FifoThroughputLimit'].map(
      (name) => ({
        name: `knows no attribute ${name} that could be set`,
        input: withAttributes(JSON.parse(`{"${name}":"true"}`)),
        error: unknownAttribute(name),
      }),
    ),
    {
      name: 'refuses two kinds of encryption',
      input: withAttributes({ KmsMasterKeyId: 'alias/a', SqsManagedSseEnabled: 'true' }),
      error: invalidAttribute('SqsManagedSseEnabled'),
    },
    ...badRedrivePolicies.map(([policy, reason]) => ({
      name: `refuses the redrive policy ${policy}`,
      input: withAttributes({ RedrivePolicy: policy }),
      error: invalidParameter(`Value ${policy} for parameter RedrivePolicy is invalid. Reason: ${reason}`),
    })),
    ...badRedriveAllowPolicies.map((policy) => ({
      name: `refuses the redrive allow policy ${policy}`,
      input: withAttributes({ RedriveAllowPolicy: policy }),
      error: invalidParameter(/^Value .* for parameter RedriveAllowPolicy is invalid\. Reason: .*\.$/),
    })),
  ]
}

const target = arnOf('dead')
const badRedrivePolicies: [policy: string, reason: string][] = [
  ['[]', 'Redrive policy is not a valid JSON map.'],
  ['{"maxReceiveCount":3}', 'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.'],
  [
    `{"deadLetterTargetArn":"${target}"}`,
    'Redrive policy does not contain mandatory attribute: maxReceiveCount.',
  ],
  [
    `{"deadLetterTargetArn":"${target}","maxReceiveCount":0}`,
    'Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.',
  ],
  ['{"deadLetterTargetArn":"dead","maxReceiveCount":3}', 'Invalid value for deadLetterTargetArn.'],
  [`{"deadLetterTargetArn":"${arnOf('absent')}","maxReceiveCount":3}`, 'Dead letter target does not exist.'],
]
const badRedriveAllowPolicies = [
  '1',
  '{"redrivePermission":"some"}',
  '{"redrivePermission":"byQueue"}',
  '{"redrivePermission":"byQueue","sourceQueueArns":[]}',
  `{"redrivePermission":"denyAll","sourceQueueArns":["${target}"]}`,
  '{"redrivePermission":"denyAll","more":1}',
]

const createQueue: Case[] = [
  { name: 'asks for a name', input: {}, error: missing('QueueName') },
  ...['a b', 'a'.repeat(81), 'orders.fifo', 'a/b'].map((name) => ({
    name: `refuses the name ${name.slice(0, 20)}`,
    input: { QueueName: name },
    error: invalidParameter(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    ),
  })),
  ...['orders', '.fifo', `${'a'.repeat(76)}.fifo`].map((name) => ({
    name: `refuses the name ${name.slice(0, 20)} for a FIFO queue`,
    input: { QueueName: name, Attributes: { FifoQueue: 'true' } },
    error: invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    ),
  })),
  {
    name: 'knows no attribute FifoQueue of a standard queue',
    input: { QueueName: 'new', Attributes: { FifoQueue: 'false' } },
    error: unknownAttribute('FifoQueue'),
  },
  {
    name: 'finds the queue that is there with the same attributes',
    input: { QueueName: 'orders', Attributes: { VisibilityTimeout: '40' } },
    output: { QueueUrl: url('orders') },
  },
  {
    name: 'refuses the name of a queue that has other attributes',
    input: { QueueName: 'orders', Attributes: { VisibilityTimeout: '41' } },
    error: modelError(
      'QueueNameExists',
      'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
      'QueueAlreadyExists',
    ),
  },
  {
    name: 'refuses a tag of AWS’s',
    input: { QueueName: 'new', tags: { 'AWS:a': 'b' } },
    error: invalidParameter('The key of a tag must not begin with aws:.'),
  },
  ...attributeCases({ QueueName: 'new' }),
]

const getQueueAttributes: Case[] = [
  ...addressCases({ AttributeNames: ['All'] }),
  {
    name: 'gives the attributes that are asked for and that the queue has',
    input: {
      QueueUrl: url('orders'),
      AttributeNames: [
        'QueueArn',
        'VisibilityTimeout',
        'RedrivePolicy',
        'Policy',
        'ApproximateNumberOfMessages',
      ],
    },
    output: {
      Attributes: {
        QueueArn: arnOf('orders'),
        VisibilityTimeout: '40',
        RedrivePolicy: `{"deadLetterTargetArn":"${target}","maxReceiveCount":5}`,
        ApproximateNumberOfMessages: '0',
      },
    },
  },
  {
    name: 'gives all',
    input: { QueueUrl: url('orders'), AttributeNames: ['All'] },
    output: {
      Attributes: {
        MaximumMessageSize: '1048576',
        MessageRetentionPeriod: '345600',
        DelaySeconds: '0',
        ReceiveMessageWaitTimeSeconds: '0',
        SqsManagedSseEnabled: 'true',
        CreatedTimestamp: /^\d{10}$/,
        LastModifiedTimestamp: /^\d{10}$/,
      },
    },
  },
  {
    name: 'knows no other attribute',
    input: { QueueUrl: url('orders'), AttributeNames: ['Colour'] },
    error: unknownAttribute('Colour'),
  },
]

const label = { Label: 'a', AWSAccountIds: ['111111111111'], Actions: ['SendMessage'] }

export const queueCases: readonly CasesOf[] = [
  ['CreateQueue', createQueue],
  ['GetQueueAttributes', getQueueAttributes],
  [
    'SetQueueAttributes',
    [
      ...addressCases({ Attributes: { DelaySeconds: '0' } }),
      { name: 'asks for attributes', input: { QueueUrl: url('orders') }, error: missing('Attributes') },
      ...attributeCases({ QueueUrl: url('orders') }),
    ],
  ],
  [
    'GetQueueUrl',
    [
      {
        name: 'gives the address on the host that was called',
        input: { QueueName: 'orders' },
        output: { QueueUrl: url('orders') },
      },
      {
        name: 'takes the caller’s own account',
        input: { QueueName: 'orders', QueueOwnerAWSAccountId: '000000000000' },
        output: { QueueUrl: url('orders') },
      },
      {
        name: 'knows no queue of another account',
        input: { QueueName: 'orders', QueueOwnerAWSAccountId: '111111111111' },
        error: notFound,
      },
      { name: 'knows no queue of another name', input: { QueueName: 'a b' }, error: notFound },
      { name: 'asks for a name', input: {}, error: missing('QueueName') },
    ],
  ],
  [
    'ListQueues',
    [
      { name: 'gives all by name', input: {}, output: { QueueUrls: [url('dead'), url('orders')] } },
      {
        name: 'gives those with a prefix',
        input: { QueueNamePrefix: 'or' },
        output: { QueueUrls: [url('orders')] },
      },
      {
        name: 'gives a page and a token',
        input: { MaxResults: 1 },
        output: { QueueUrls: [url('dead')], NextToken: /./ },
      },
      {
        name: 'refuses a token that is none',
        input: { MaxResults: 1, NextToken: 'nonsense' },
        error: invalidParameter('Invalid or expired next token.'),
      },
      ...[0, 1001].map((MaxResults) => ({
        name: `refuses pages of ${MaxResults}`,
        input: { MaxResults },
        error: invalidParameter(
          `Value ${MaxResults} for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.`,
        ),
      })),
    ],
  ],
  [
    'ListDeadLetterSourceQueues',
    [
      ...addressCases({}),
      { name: 'gives the sources', input: { QueueUrl: url('dead') }, output: { queueUrls: [url('orders')] } },
    ],
  ],
  ['DeleteQueue', addressCases({})],
  ['PurgeQueue', addressCases({})],
  [
    'TagQueue',
    [
      ...addressCases({ Tags: { a: 'b' } }),
      { name: 'asks for tags', input: { QueueUrl: url('orders') }, error: missing('Tags') },
      {
        name: 'refuses 51 tags',
        input: {
          QueueUrl: url('orders'),
          Tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])),
        },
        error: invalidParameter('A queue can have at most 50 tags.'),
      },
      {
        name: 'refuses a key of 129 characters',
        input: { QueueUrl: url('orders'), Tags: { ['k'.repeat(129)]: 'v' } },
        error: invalidParameter('The key of a tag must have 1 to 128 characters.'),
      },
      {
        name: 'refuses a value of 257 characters',
        input: { QueueUrl: url('orders'), Tags: { k: 'v'.repeat(257) } },
        error: invalidParameter('The value of a tag can have at most 256 characters.'),
      },
    ],
  ],
  [
    'UntagQueue',
    [
      ...addressCases({ TagKeys: ['a'] }),
      { name: 'asks for keys', input: { QueueUrl: url('orders') }, error: missing('TagKeys') },
    ],
  ],
  [
    'ListQueueTags',
    [
      ...addressCases({}),
      { name: 'gives the tags', input: { QueueUrl: url('orders') }, output: { Tags: { team: 'a b' } } },
    ],
  ],
  [
    'AddPermission',
    [
      ...addressCases(label),
      {
        name: 'refuses an action that only the owner may do',
        input: { QueueUrl: url('orders'), ...label, Actions: ['DeleteQueue'] },
        error: invalidParameter(
          'Value DeleteQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.',
        ),
      },
      {
        name: 'refuses an account that is none',
        input: { QueueUrl: url('orders'), ...label, AWSAccountIds: ['someone'] },
        error: invalidParameter(/^Value someone for parameter PrincipalId is invalid\./),
      },
      {
        name: 'refuses eight actions',
        input: { QueueUrl: url('orders'), ...label, Actions: Array(8).fill('SendMessage') },
        error: { ...modelError('OverLimit', '8 Actions were found, maximum allowed is 7.'), status: 403 },
      },
      {
        name: 'refuses a label with a space',
        input: { QueueUrl: url('orders'), ...label, Label: 'a b' },
        error: invalidParameter(/^Value a b for parameter Label is invalid\./),
      },
    ],
  ],
  [
    'RemovePermission',
    [
      ...addressCases({ Label: 'a' }),
      {
        name: 'refuses a label that no statement has',
        input: { QueueUrl: url('orders'), Label: 'absent' },
        error: invalidParameter("Value absent for parameter Label is invalid. Reason: can't find label."),
      },
    ],
  ],
]
