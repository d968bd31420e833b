import { configInvalid } from '../errors.ts'
import { FilePattern } from '../files/file-pattern.ts'
import { type ProcessRecord, processing } from '../processing/processing.ts'
import type { SplitterOptions } from '../records/record-splitter.ts'
import { ConfigObject } from './config-object.ts'

/** A stream of Kinesis, or a delivery stream of Firehose. */
export interface Destination {
  readonly kind: 'stream' | 'deliveryStream'
  readonly name: string
}

export interface FlowConfig {
  /** Of its pattern and destination: by it a checkpoint is found again. */
  readonly name: string
  readonly pattern: FilePattern
  readonly destination: Destination
  readonly initialPosition: 'START_OF_FILE' | 'END_OF_FILE'
  readonly partitionKeyOption: 'RANDOM' | 'DETERMINISTIC'
  readonly pollMs: number
  readonly maxBufferAgeMs: number
  readonly maxBufferBytes: number
  readonly maxBufferRecords: number
  readonly splitter: SplitterOptions
  readonly process: ProcessRecord
}

export interface AgentConfig {
  readonly kinesisEndpoint: string | undefined
  readonly firehoseEndpoint: string | undefined
  readonly region: string | undefined
  readonly checkpointFile: string | undefined
  readonly flows: readonly FlowConfig[]
}

/*
 * Ranges and defaults: Kinesis Developer Guide, "Write to Amazon Kinesis Data Streams using Kinesis Agent", and Firehose Developer Guide,
 * "Specify agent configuration settings". A batch in them is one that PutRecords and PutRecordBatch take.
 */
const bufferAgeMs = { min: 1_000, max: 900_000, standard: 60_000 }
const bufferBytes = { min: 1, max: 4 * 1024 * 1024, standard: 4 * 1024 * 1024 }
const bufferRecords = { min: 1, max: 500, standard: 500 }
/** AWS names no end; a timer of Node has this one. */
const pollMs = { min: 1, max: 2 ** 31 - 1, standard: 100 }
const headerLines = { min: 0, max: Number.MAX_SAFE_INTEGER, standard: 0 }
/** "The record size limit (1,000 KB)". */
const recordSizeMax = 1_000 * 1024
/** Ours. A record that is cut has to have more than this. */
const terminatorSizeMax = 1024

/** Members of the Kinesis Agent's file that mean nothing here, and why. */
const refused = {
  'cloudwatch.endpoint': 'there is no CloudWatch here; the log says what goes wrong',
  'sts.endpoint': 'roles come from the environment of the AWS SDK: AWS_ENDPOINT_URL_STS',
  assumeRoleARN: 'roles come from the environment of the AWS SDK: AWS_ROLE_ARN or a profile',
  assumeRoleExternalId: 'roles come from the environment of the AWS SDK: a profile',
  awsAccessKeyId: 'keys come from the environment of the AWS SDK: AWS_ACCESS_KEY_ID or a profile',
  awsSecretAccessKey: 'keys come from the environment of the AWS SDK: AWS_SECRET_ACCESS_KEY or a profile',
  'userDefinedCredentialsProvider.classname':
    'there is no Java here; keys come from the environment of the AWS SDK',
  'userDefinedCredentialsProvider.location':
    'there is no Java here; keys come from the environment of the AWS SDK',
}

/** Reads an agent.json as the Kinesis Agent has it. @throws AGENT_CONFIG_INVALID: nothing is passed over */
export function agentConfig(file: string, text: string): AgentConfig {
  const config = ConfigObject.parse(file, text)
  for (const [name, why] of Object.entries(refused)) config.refuse(name, why)
  if (config.take('cloudwatch.emitMetrics') === true)
    throw configInvalid(config.at('cloudwatch.emitMetrics'), 'there is no CloudWatch here; must be false')
  const flows = config.objects('flows').map(flowConfig)
  if (flows.length === 0) throw configInvalid(config.at('flows'), 'must have a flow')
  const names = flows.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw configInvalid(config.at('flows'), `has ${twice} twice`)
  const read = {
    kinesisEndpoint: endpointOf(config, 'kinesis.endpoint'),
    firehoseEndpoint: endpointOf(config, 'firehose.endpoint'),
    region: config.text('region'),
    checkpointFile: config.text('checkpointFile'),
    flows,
  }
  config.end()
  return read
}

/** The Kinesis Agent takes a host alone as well. */
function endpointOf(config: ConfigObject, name: string): string | undefined {
  const endpoint = config.text(name)
  return endpoint === undefined || /:\/\//.test(endpoint) ? endpoint : `https://${endpoint}`
}

function flowConfig(flow: ConfigObject): FlowConfig {
  flow.refuse('aggregatedRecordSizeBytes', 'records are not packed by the agent')
  const filePattern = flow.text('filePattern') ?? flow.missing('filePattern')
  const destination = destinationOf(flow)
  const startPattern = flow.text('multiLineStartPattern')
  const config: FlowConfig = {
    name: `${filePattern} > ${destination.kind === 'stream' ? '' : 'delivery stream '}${destination.name}`,
    pattern: new FilePattern(flow.at('filePattern'), filePattern),
    destination,
    initialPosition: flow.oneOf('initialPosition', ['END_OF_FILE', 'START_OF_FILE']),
    partitionKeyOption: flow.oneOf('partitionKeyOption', ['RANDOM', 'DETERMINISTIC']),
    pollMs: flow.number('minTimeBetweenFilePollsMillis', pollMs),
    maxBufferAgeMs: flow.number('maxBufferAgeMillis', bufferAgeMs),
    maxBufferBytes: flow.number('maxBufferSizeBytes', bufferBytes),
    maxBufferRecords: flow.number('maxBufferSizeRecords', bufferRecords),
    splitter: {
      recordSizeMax,
      truncatedTerminator: terminatorOf(flow),
      startPattern:
        startPattern === undefined ? undefined : flow.expression('multiLineStartPattern', startPattern),
      headerLines: flow.number('skipHeaderLines', headerLines),
    },
    process: processing(flow.objects('dataProcessingOptions')),
  }
  flow.end()
  return config
}

function terminatorOf(flow: ConfigObject): Buffer {
  const terminator = Buffer.from(flow.text('truncatedRecordTerminator') ?? '\n')
  if (terminator.length <= terminatorSizeMax) return terminator
  throw configInvalid(
    flow.at('truncatedRecordTerminator'),
    `must have no more than ${terminatorSizeMax} bytes`,
  )
}

function destinationOf(flow: ConfigObject): Destination {
  const deliveryStream = flow.text('deliveryStream')
  if (deliveryStream === undefined)
    return {
      kind: 'stream',
      name: flow.text('kinesisStream') ?? flow.missing('kinesisStream or deliveryStream'),
    }
  flow.refuse('kinesisStream', 'a flow has one destination, and this one has deliveryStream')
  flow.refuse('partitionKeyOption', 'a delivery stream has no partition keys')
  return { kind: 'deliveryStream', name: deliveryStream }
}
