import { invalidSms } from './errors.ts'
import type { SmsAccount } from './sms-account.ts'

export type SmsType = 'Promotional' | 'Transactional'

/**
 * What SetSMSAttributes takes. Source of the names and forms: SetSMSAttributes in the API reference. The texts of the refusals are
 * ours.
 */
const checks: Readonly<Record<string, (value: string) => string | undefined>> = {
  MonthlySpendLimit: (value) =>
    /^\d{1,9}$/.test(value) ? undefined : 'must be a whole number of US dollars from 0 to 999999999',
  DeliveryStatusIAMRole: (value) =>
    /^arn:aws[a-z-]*:iam::\d{12}:role\/.{1,512}$/.test(value) ? undefined : 'must be the ARN of a role',
  DeliveryStatusSuccessSamplingRate: (value) =>
    /^(\d{1,2}|100)$/.test(value) ? undefined : 'must be a whole number from 0 to 100',
  DefaultSenderID: (value) =>
    isSenderId(value) ? undefined : 'must be 1 to 11 letters and digits, at least one of them a letter',
  DefaultSMSType: (value) => (isSmsType(value) ? undefined : 'must be Promotional or Transactional'),
  UsageReportS3Bucket: () => 'this server writes no daily usage reports',
}

/** Source: SNS Developer Guide, "Sender IDs". */
export function isSenderId(text: string): boolean {
  return /^[A-Za-z0-9]{1,11}$/.test(text) && /[A-Za-z]/.test(text)
}

export function isSmsType(text: string): text is SmsType {
  return text === 'Promotional' || text === 'Transactional'
}

/** The attributes with others in the place of those of the same names; an empty value takes one away. @throws SMS_PARAMETER_INVALID */
export function withAttributes(
  attributes: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): Record<string, string> {
  const all = new Map(Object.entries(attributes))
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(checks, name))
      throw invalidSms('attributes', `${name.slice(0, 100)} is no SMS attribute`)
    const problem = value === '' ? undefined : checks[name]!(value)
    if (problem !== undefined) throw invalidSms(name, problem)
    if (value === '') all.delete(name)
    else all.set(name, value)
  }
  return Object.fromEntries(all)
}

/** Those with one of the names, or all without names. Names that nothing is set for make no difference. */
export function chosenAttributes(
  { attributes }: SmsAccount,
  names: readonly string[],
): Readonly<Record<string, string>> {
  if (names.length === 0) return attributes
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)))
}
