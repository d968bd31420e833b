import { invalidSetting, overLimit } from '../errors.ts'
import type { DeliveryStreamEncryptionConfiguration } from '../shapes.ts'
import type { DeliveryStreamChange, DeliveryStreamState, EncryptionState } from './delivery-stream-state.ts'

const dayMs = 24 * 3_600_000

/** Source: API_StartDeliveryStreamEncryption: of both operations together. */
const changesPerDayMax = 25

/** When a change is asked for. */
export interface EncryptionMoment {
  readonly nowMs: number
  readonly settledAtMs: number
  readonly limits: 'aws' | 'off'
}

/**
 * The form of a request for encryption, as CreateDeliveryStream and StartDeliveryStreamEncryption have it. Without one
 * it is AWS's own key.
 * @throws FIREHOSE_SETTING_INVALID
 */
export function encryptionOf(
  { KeyType, KeyARN }: { KeyType: 'AWS_OWNED_CMK' | 'CUSTOMER_MANAGED_CMK'; KeyARN?: string | undefined } = {
    KeyType: 'AWS_OWNED_CMK',
  },
): Omit<EncryptionState, 'settledAtMs'> {
  if (KeyType === 'AWS_OWNED_CMK') {
    if (KeyARN !== undefined) throw invalidSetting('KeyARN must not be given when KeyType is AWS_OWNED_CMK.')
    return { keyType: KeyType }
  }
  if (KeyARN === undefined) throw invalidSetting('KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK.')
  return { keyType: KeyType, keyArn: KeyARN }
}

/**
 * Encryption with that key, or without `key` none any more.
 * @throws FIREHOSE_SETTING_INVALID, FIREHOSE_OVER_LIMIT
 */
export function changedEncryption(
  stream: DeliveryStreamState,
  key: Omit<EncryptionState, 'settledAtMs'> | undefined,
  { nowMs, settledAtMs, limits }: EncryptionMoment,
): DeliveryStreamChange | undefined {
  checkEncryptable(stream)
  const { keyType, keyArn } = stream.encryption ?? {}
  if (keyType === key?.keyType && keyArn === key?.keyArn) return undefined
  const recent = (stream.encryptionChangesMs ?? []).filter((timeMs) => timeMs > nowMs - dayMs)
  if (limits === 'aws' && recent.length >= changesPerDayMax)
    throw overLimit(
      `The encryption of Firehose ${stream.name} can be changed ${changesPerDayMax} times in 24 hours.`,
    )
  return { encryption: { ...key, settledAtMs }, encryptionChangesMs: [...recent, nowMs] }
}

/** @throws FIREHOSE_SETTING_INVALID: what comes from elsewhere is encrypted there. Source: API_StartDeliveryStreamEncryption */
export function checkEncryptable({ type }: Pick<DeliveryStreamState, 'type'>): void {
  if (type !== 'DirectPut')
    throw invalidSetting(`Server-side encryption is not supported for the delivery stream type ${type}.`)
}

export function describeEncryption(
  { encryption }: DeliveryStreamState,
  nowMs: number,
): DeliveryStreamEncryptionConfiguration {
  if (encryption === undefined) return { Status: 'DISABLED' }
  const { keyType, keyArn, settledAtMs } = encryption
  const settled = nowMs >= settledAtMs
  if (keyType === undefined) return { Status: settled ? 'DISABLED' : 'DISABLING' }
  return {
    ...(keyArn !== undefined && { KeyARN: keyArn }),
    KeyType: keyType,
    Status: settled ? 'ENABLED' : 'ENABLING',
  }
}
