import type { QueueSettings } from '../../sqs-layer/index.ts'
import { invalidAttribute, unknownAttribute } from './errors.ts'
import { checkQueuePolicy } from './queue-policy.ts'
import { parseRedriveAllowPolicy, parseRedrivePolicy } from './redrive-policies.ts'

/** Attributes as requests and answers have them: texts, all of them. */
export type QueueAttributes = Readonly<Record<string, string>>

type SettingsChange = { -readonly [Name in keyof QueueSettings]?: QueueSettings[Name] }

interface AttributeReader {
  readonly fifoOnly?: true
  /** Puts what the text means into the change. @throws AwsError for a text that means nothing */
  read(change: SettingsChange, text: string, name: string): void
}

/* Ranges: API reference of SetQueueAttributes. */
const readers: Readonly<Record<string, AttributeReader>> = {
  DelaySeconds: integer('delaySeconds', 0, 900),
  MaximumMessageSize: integer('maximumMessageSize', 1024, 1_048_576),
  MessageRetentionPeriod: integer('messageRetentionPeriod', 60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: integer('receiveMessageWaitTimeSeconds', 0, 20),
  VisibilityTimeout: integer('visibilityTimeout', 0, 43_200),
  Policy: {
    read(change, text) {
      checkQueuePolicy(text)
      change.policy = text === '' ? null : text
    },
  },
  RedrivePolicy: {
    read(change, text) {
      change.redrivePolicy = text === '' ? null : parseRedrivePolicy(text)
    },
  },
  RedriveAllowPolicy: {
    read(change, text) {
      change.redriveAllowPolicy = text === '' ? null : parseRedriveAllowPolicy(text)
    },
  },
  KmsMasterKeyId: {
    read(change, text) {
      if (text.length > 2048) throw invalidAttribute('KmsMasterKeyId')
      change.kmsMasterKeyId = text === '' ? null : text
    },
  },
  KmsDataKeyReusePeriodSeconds: integer('kmsDataKeyReusePeriodSeconds', 60, 86_400),
  SqsManagedSseEnabled: truth('sqsManagedSseEnabled'),
  ContentBasedDeduplication: { ...truth('contentBasedDeduplication'), fifoOnly: true },
  DeduplicationScope: {
    fifoOnly: true,
    read(change, text, name) {
      if (text !== 'queue' && text !== 'messageGroup') throw invalidAttribute(name)
      change.deduplicationScope = text
    },
  },
  FifoThroughputLimit: {
    fifoOnly: true,
    read(change, text, name) {
      if (text !== 'perQueue' && text !== 'perMessageGroupId') throw invalidAttribute(name)
      change.fifoThroughputLimit = text
    },
  },
}

/**
 * The settings that attributes mean.
 * @throws InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue
 */
export function readAttributes(attributes: QueueAttributes, isFifo: boolean): Partial<QueueSettings> {
  const change: SettingsChange = {}
  for (const [name, text] of Object.entries(attributes)) {
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
    if (reader === undefined || (reader.fifoOnly === true && !isFifo)) throw unknownAttribute(name)
    reader.read(change, text, name)
  }
  chooseEncryption(change)
  return change
}

/** One kind of encryption at a time: who asks for one turns the other off. Source: SetQueueAttributes, SqsManagedSseEnabled. */
function chooseEncryption(change: SettingsChange): void {
  const hasKey = typeof change.kmsMasterKeyId === 'string'
  if (hasKey && change.sqsManagedSseEnabled === true) throw invalidAttribute('SqsManagedSseEnabled')
  if (hasKey) change.sqsManagedSseEnabled = false
  else if (change.sqsManagedSseEnabled === true) change.kmsMasterKeyId = null
}

type NumberSetting = {
  [Name in keyof QueueSettings]: QueueSettings[Name] extends number ? Name : never
}[keyof QueueSettings]
type TruthSetting = 'contentBasedDeduplication' | 'sqsManagedSseEnabled'

function integer(setting: NumberSetting, min: number, max: number): AttributeReader {
  return {
    read(change, text, name) {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : -1
      if (value < min || value > max) throw invalidAttribute(name)
      change[setting] = value
    },
  }
}

function truth(setting: TruthSetting): AttributeReader {
  return {
    read(change, text, name) {
      const lower = text.toLowerCase()
      if (lower !== 'true' && lower !== 'false') throw invalidAttribute(name)
      change[setting] = lower === 'true'
    },
  }
}
