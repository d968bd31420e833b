import { expect, test } from 'vitest'
import { agentConfig } from '../../src/agent/index.ts'

const flow = { filePattern: '/var/log/app.log*', kinesisStream: 'logs' }
const read = (config: object) => agentConfig('agent.json', JSON.stringify(config))
const withFlow = (settings: object) => ({ flows: [{ ...flow, ...settings }] })

test('what is not said is as the Kinesis Agent has it', () => {
  const { kinesisEndpoint, firehoseEndpoint, flows } = read({
    'cloudwatch.emitMetrics': false,
    'kinesis.endpoint': 'example.com',
    'firehose.endpoint': 'http://127.0.0.1:4573',
    flows: [flow],
  })
  expect([kinesisEndpoint, firehoseEndpoint]).toEqual(['https://example.com', 'http://127.0.0.1:4573'])
  expect(flows[0]).toMatchObject({
    name: '/var/log/app.log* > logs',
    destination: { kind: 'stream', name: 'logs' },
    initialPosition: 'END_OF_FILE',
    partitionKeyOption: 'RANDOM',
    pollMs: 100,
    maxBufferAgeMs: 60_000,
    maxBufferBytes: 4_194_304,
    maxBufferRecords: 500,
    splitter: { recordSizeMax: 1_024_000, headerLines: 0, truncatedTerminator: Buffer.from('\n') },
  })
})

test('one pattern may go to a stream and to a delivery stream of the same name', () => {
  const { flows } = read({ flows: [flow, { filePattern: flow.filePattern, deliveryStream: 'logs' }] })
  expect(flows.map(({ name }) => name)).toEqual([
    '/var/log/app.log* > logs',
    '/var/log/app.log* > delivery stream logs',
  ])
  expect(flows[1]).toMatchObject({
    destination: { kind: 'deliveryStream', name: 'logs' },
    maxBufferBytes: 4_194_304,
    maxBufferRecords: 500,
  })
})

test.each([
  [{}, 'agent.json: flows: must have a flow'],
  [{ flows: {} }, 'agent.json: flows: must be a list of objects'],
  [{ flows: [flow, flow] }, 'agent.json: flows: has /var/log/app.log* > logs twice'],
  [{ flows: [{ kinesisStream: 'a' }] }, 'agent.json: flows[0]: filePattern: must be given'],
  [
    withFlow({ kinesisStream: undefined }),
    'agent.json: flows[0]: kinesisStream or deliveryStream: must be given',
  ],
  [
    withFlow({ deliveryStream: 'd' }),
    'agent.json: flows[0]: kinesisStream: a flow has one destination, and this one has deliveryStream',
  ],
  [
    withFlow({ kinesisStream: undefined, deliveryStream: 'd', partitionKeyOption: 'RANDOM' }),
    'agent.json: flows[0]: partitionKeyOption: a delivery stream has no partition keys',
  ],
  [
    withFlow({ filePattern: 'app.log' }),
    'agent.json: flows[0]: filePattern: must be an absolute path, with wildcards in the file\'s name only, not "app.log"',
  ],
  [
    withFlow({ filePattern: '/*/app.log' }),
    'agent.json: flows[0]: filePattern: must be an absolute path, with wildcards in the file\'s name only, not "/*/app.log"',
  ],
  [
    withFlow({ filePattern: '/a/{b' }),
    'agent.json: flows[0]: filePattern: is no pattern of file names: "{b"',
  ],
  [
    withFlow({ initialPosition: 'MIDDLE' }),
    'agent.json: flows[0]: initialPosition: must be END_OF_FILE or START_OF_FILE',
  ],
  [
    withFlow({ maxBufferAgeMillis: 999 }),
    'agent.json: flows[0]: maxBufferAgeMillis: must be a whole number from 1000 to 900000',
  ],
  [
    withFlow({ maxBufferSizeRecords: 501 }),
    'agent.json: flows[0]: maxBufferSizeRecords: must be a whole number from 1 to 500',
  ],
  [
    withFlow({ multiLineStartPattern: '(' }),
    'agent.json: flows[0]: multiLineStartPattern: Invalid regular expression: /^(?:()/su: Unterminated group',
  ],
  [
    withFlow({ dataProcessingOptions: [{}] }),
    'agent.json: flows[0]: dataProcessingOptions[0]: optionName: must be given',
  ],
  [
    withFlow({ dataProcessingOptions: [{ optionName: 'XML' }] }),
    'agent.json: flows[0]: dataProcessingOptions[0]: optionName: must be SINGLELINE or CSVTOJSON or LOGTOJSON',
  ],
  [
    withFlow({ dataProcessingOptions: [{ optionName: 'CSVTOJSON' }] }),
    'agent.json: flows[0]: dataProcessingOptions[0]: customFieldNames: must be given',
  ],
  [withFlow({ maxBufferAge: 1 }), 'agent.json: flows[0]: maxBufferAge: is no setting that is known here'],
  [
    withFlow({ truncatedRecordTerminator: '-'.repeat(1025) }),
    'agent.json: flows[0]: truncatedRecordTerminator: must have no more than 1024 bytes',
  ],
  [
    { 'sts.endpoint': 'sts.example.com', flows: [flow] },
    'agent.json: sts.endpoint: roles come from the environment of the AWS SDK: AWS_ENDPOINT_URL_STS',
  ],
  [
    { awsAccessKeyId: 'a', flows: [flow] },
    'agent.json: awsAccessKeyId: keys come from the environment of the AWS SDK: AWS_ACCESS_KEY_ID or a profile',
  ],
  [
    { 'cloudwatch.emitMetrics': true, flows: [flow] },
    'agent.json: cloudwatch.emitMetrics: there is no CloudWatch here; must be false',
  ],
])('%j is refused', (config, message) => {
  expect(() => read(config)).toThrow(expect.objectContaining({ code: 'AGENT_CONFIG_INVALID', message }))
})

test('a file that is no JSON is refused', () => {
  expect(() => agentConfig('agent.json', '{')).toThrow(/^agent.json: is no JSON/)
})

const processed = (dataProcessingOptions: object[], text: string) =>
  read(withFlow({ dataProcessingOptions })).flows[0]?.process(Buffer.from(text))?.toString()

test('SINGLELINE joins the lines of a record, without the spaces around them', () => {
  expect(processed([{ optionName: 'SINGLELINE' }], '{\n  "a": 1,\n  "b": 2\n}\n')).toBe('{"a": 1,"b": 2}\n')
})

test('CSVTOJSON names the values', () => {
  const option = { optionName: 'CSVTOJSON', customFieldNames: ['f1', 'f2'], delimiter: ';' }
  expect(processed([option], 'v1; v2\n')).toBe('{"f1":"v1","f2":"v2"}\n')
  expect(processed([option], 'v1\n')).toBeUndefined()
})

test('records of several lines become JSON as in the example of AWS, whose tab is a backslash and a t', () => {
  const csv = { optionName: 'CSVTOJSON', customFieldNames: ['field1', 'field2', 'field3'], delimiter: '\\t' }
  const record = '[SEQUENCE=1]\t{\n  "a": 1\n}\tthree\n'
  expect(processed([{ optionName: 'SINGLELINE' }, csv], record)).toBe(
    `${JSON.stringify({ field1: '[SEQUENCE=1]', field2: '{"a": 1}', field3: 'three' })}\n`,
  )
})

const apache = '64.242.88.10 - - [07/Mar/2004:16:10:02 -0800] "GET /mailman HTTP/1.1" 200 6291'
const apacheFields =
  '"host":"64.242.88.10","ident":null,"authuser":null,"datetime":"07/Mar/2004:16:10:02 -0800",' +
  '"request":"GET /mailman HTTP/1.1","response":"200","bytes":"6291"'

test.each([
  ['COMMONAPACHELOG', apache, `{${apacheFields}}\n`],
  [
    'COMBINEDAPACHELOG',
    `${apache} "-" "Mozilla \\"5\\""`,
    `{${apacheFields},"referrer":null,"agent":"Mozilla \\\\\\"5\\\\\\""}\n`,
  ],
  [
    'APACHEERRORLOG',
    '[Thu Jun 27 11:55:44.569531 2013] [core:info] [pid 39:tid 35] [client 10.0.0.1:80] File not found',
    '{"timestamp":"Thu Jun 27 11:55:44.569531 2013","module":"core","severity":"info","processid":"39","threadid":"35","client":"10.0.0.1:80","message":"File not found"}\n',
  ],
  [
    'SYSLOG',
    'Mar  1 06:25:43 host sshd[23232]: Accepted',
    '{"timestamp":"Mar  1 06:25:43","hostname":"host","program":"sshd","processid":"23232","message":"Accepted"}\n',
  ],
])('LOGTOJSON takes %s apart', (logFormat, text, expected) => {
  const option = { optionName: 'LOGTOJSON', logFormat }
  expect(processed([option], `${text}\n`)).toBe(expected)
  expect(processed([option], 'something else\n')).toBeUndefined()
})

test('LOGTOJSON takes the pattern of AWS’s example', () => {
  const option = {
    optionName: 'LOGTOJSON',
    logFormat: 'COMMONAPACHELOG',
    matchPattern: '^([\\d.]+) (\\S+) (\\S+) \\[([\\w:/]+\\s[+\\-]\\d{4})\\] "(.+?)" (\\d{3})',
    customFieldNames: ['host', 'ident', 'authuser', 'datetime', 'request', 'response'],
  }
  const line = '123.45.67.89 - - [27/Oct/2000:09:27:09 -0400] "GET /java/javaResources.html HTTP/1.0" 200\n'
  expect(JSON.parse(`${processed([option], line)}`)).toEqual({
    host: '123.45.67.89',
    ident: null,
    authuser: null,
    datetime: '27/Oct/2000:09:27:09 -0400',
    request: 'GET /java/javaResources.html HTTP/1.0',
    response: '200',
  })
})

test('LOGTOJSON takes a pattern and names of one’s own, which go together', () => {
  const option = { optionName: 'LOGTOJSON', logFormat: 'SYSLOG', matchPattern: '(\\S+) (\\S+)' }
  expect(processed([{ ...option, customFieldNames: ['a', 'b'] }], 'x -\n')).toBe('{"a":"x","b":null}\n')
  expect(() => processed([option], '')).toThrow(/customFieldNames: must be given with matchPattern$/)
})
