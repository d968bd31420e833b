import { invalidSetting } from '../errors.ts'
import type { ProcessingConfiguration, Processor } from '../shapes.ts'
import type { SubRecords } from './de-aggregation.ts'
import type { TransformationSettings } from './lambda-transformation.ts'

/** What a delivery stream does with its records, in the order in which it does it. Absent: it does not. */
export interface ProcessingSettings {
  readonly decompresses: boolean
  readonly extractsMessages: boolean
  readonly subRecords?: SubRecords
  readonly lambda?: TransformationSettings
  readonly query?: string
  readonly delimiter?: Buffer
}

type ParameterName = NonNullable<Processor['Parameters']>[number]['ParameterName']
type Parameters = Readonly<Partial<Record<ParameterName, string>>>

const allowed: Readonly<Record<Processor['Type'], readonly ParameterName[]>> = {
  Decompression: ['CompressionFormat'],
  CloudWatchLogProcessing: ['DataMessageExtraction'],
  RecordDeAggregation: ['SubRecordType', 'Delimiter'],
  Lambda: ['LambdaArn', 'NumberOfRetries', 'RoleArn', 'BufferSizeInMBs', 'BufferIntervalInSeconds'],
  MetadataExtraction: ['MetadataExtractionQuery', 'JsonParsingEngine'],
  AppendDelimiterToRecord: ['Delimiter'],
}

/**
 * @returns undefined when nothing is processed
 * @throws CodedError FIREHOSE_SETTING_INVALID. The texts are ours
 */
export function processingSettings({
  Enabled = false,
  Processors = [],
}: ProcessingConfiguration = {}): ProcessingSettings | undefined {
  if (!Enabled || Processors.length === 0) return undefined
  const of = new Map(Processors.map((processor) => [processor.Type, parametersOf(processor)]))
  if (of.size < Processors.length) throw invalidSetting('A processor of each type can be configured once.')
  const [decompression, logs] = [of.get('Decompression'), of.get('CloudWatchLogProcessing')]
  const [aggregation, lambda] = [of.get('RecordDeAggregation'), of.get('Lambda')]
  const [extraction, append] = [of.get('MetadataExtraction'), of.get('AppendDelimiterToRecord')]
  return {
    decompresses: decompression !== undefined && decompresses(decompression),
    extractsMessages: logs !== undefined && extractsMessages(logs, decompression !== undefined),
    ...(aggregation && { subRecords: subRecordsOf(aggregation) }),
    ...(lambda && { lambda: transformationOf(lambda) }),
    ...(extraction && { query: queryOf(extraction) }),
    ...(append && { delimiter: Buffer.from(unescaped(append.Delimiter ?? '\\n')) }),
  }
}

function parametersOf({ Type, Parameters = [] }: Processor): Parameters {
  const parameters: Partial<Record<ParameterName, string>> = {}
  for (const { ParameterName: name, ParameterValue: value } of Parameters) {
    if (!allowed[Type].includes(name)) throw invalidSetting(`${Type} has no parameter ${name}.`)
    if (name in parameters) throw invalidSetting(`The parameter ${name} of ${Type} is given twice.`)
    parameters[name] = value
  }
  return parameters
}

function decompresses({ CompressionFormat: format = 'GZIP' }: Parameters): true {
  if (format !== 'GZIP')
    throw invalidSetting(`CompressionFormat of Decompression must be GZIP, not ${format}.`)
  return true
}

function extractsMessages(
  { DataMessageExtraction: value = 'false' }: Parameters,
  decompressed: boolean,
): boolean {
  if (!/^(true|false)$/i.test(value)) throw invalidSetting('DataMessageExtraction must be true or false.')
  if (!decompressed) throw invalidSetting('CloudWatchLogProcessing requires Decompression.')
  return value.toLowerCase() === 'true'
}

function subRecordsOf({ SubRecordType: type = 'JSON', Delimiter: delimiter = '' }: Parameters): SubRecords {
  if (type === 'JSON') return { type }
  if (type !== 'DELIMITED') throw invalidSetting('SubRecordType must be JSON or DELIMITED.')
  if (delimiter === '')
    throw invalidSetting('RecordDeAggregation requires a Delimiter for DELIMITED records.')
  return { type, delimiter: Buffer.from(unescaped(delimiter)) }
}

/** Source: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html ("between 0.2 MB and 3MB", 0 to 900 seconds, three retries) */
function transformationOf(parameters: Parameters): TransformationSettings {
  const { LambdaArn: functionArn } = parameters
  if (functionArn === undefined) throw invalidSetting('A Lambda processor requires LambdaArn.')
  const intervalSeconds = numberOf(parameters, 'BufferIntervalInSeconds', { min: 0, max: 900, standard: 60 })
  const batchMb = numberOf(parameters, 'BufferSizeInMBs', { min: 0.2, max: 3, standard: 1 })
  const retries = numberOf(parameters, 'NumberOfRetries', { min: 0, max: 300, standard: 3 })
  if (!Number.isInteger(retries)) throw invalidSetting('NumberOfRetries must be a whole number.')
  const batchBytes = Math.floor(batchMb * 1024 * 1024)
  return { functionArn, batchBytes, intervalMs: intervalSeconds * 1000, retries }
}

function numberOf(
  parameters: Parameters,
  name: ParameterName,
  { min, max, standard }: { min: number; max: number; standard: number },
): number {
  const given = parameters[name]
  if (given === undefined) return standard
  const value = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN
  if (value >= min && value <= max) return value
  throw invalidSetting(`${name} must be between ${min} and ${max}, not ${given}.`)
}

function queryOf({
  MetadataExtractionQuery: query = '',
  JsonParsingEngine: engine = 'JQ-1.6',
}: Parameters): string {
  if (engine !== 'JQ-1.6') throw invalidSetting(`JsonParsingEngine must be JQ-1.6, not ${engine}.`)
  if (query.trim() === '') throw invalidSetting('MetadataExtraction requires MetadataExtractionQuery.')
  return query
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' }

/** `\n` as AWS's examples write it: two characters that mean one. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([nrt\\])/g, (_, letter: string) => escapes[letter] ?? letter)
}
