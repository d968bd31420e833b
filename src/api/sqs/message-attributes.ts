import type { MessageAttribute } from '../../sqs-layer/index.ts'
import { invalidParameter, sqsError } from './errors.ts'
import { forbiddenCharacter } from './message-text.ts'
import type { MessageAttributeValue, MessageSystemAttributeValue } from './shapes.ts'

/*
 * Sources of the rules: SQS Developer Guide, "Amazon SQS message attributes", and API reference of MessageAttributeValue. Of
 * the texts: https://github.com/aws/aws-sdk-java/issues/1692 (no type), https://github.com/grafana/k6-jslib-aws/pull/65 (type),
 * https://github.com/softwaremill/elasticmq/issues/373 (no value). The others are ours, on their pattern.
 */
const attributesMax = 10
const nameLengthMax = 256
const typeLengthMax = 256
const namePattern = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/
const reservedName = /^(?:aws|amazon)\./i
const typePattern = /^(String|Number|Binary)(?:\.|$)/
const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/
/** Digits that a number has at the most. */
const precisionMax = 38

type Values = Readonly<Record<string, MessageAttributeValue>>

/** @throws InvalidParameterValue, InvalidMessageContents, UnsupportedOperation */
export function readMessageAttributes(values: Values | undefined): readonly MessageAttribute[] {
  if (values === undefined) return []
  const entries = Object.entries(values)
  if (entries.length > attributesMax) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${attributesMax}].`,
    )
  }
  return entries.map(([name, value]) => {
    checkName(name)
    return readValue(name, value, 'Message (user) attribute')
  })
}

/** The one system attribute that a sender may give: AWSTraceHeader. @throws as `readMessageAttributes` */
export function readTraceHeader(
  values: Readonly<Record<string, MessageSystemAttributeValue>> | undefined,
): string | undefined {
  if (values === undefined) return undefined
  let header: string | undefined
  for (const [name, value] of Object.entries(values)) {
    if (name !== 'AWSTraceHeader') {
      throw invalidParameter(
        `Message system attribute name '${name.slice(0, nameLengthMax)}' is invalid. The only one that can be sent is AWSTraceHeader.`,
      )
    }
    const attribute = readValue(name, value, 'Message system attribute')
    if (typeof attribute.value !== 'string' || attribute.dataType !== 'String') {
      throw invalidParameter("The type of message system attribute 'AWSTraceHeader' must be String.")
    }
    header = attribute.value
  }
  return header
}

function checkName(name: string): void {
  const shown = name.slice(0, nameLengthMax)
  if (name.length > nameLengthMax || !namePattern.test(name)) {
    throw invalidParameter(
      `Message (user) attribute name '${shown}' is invalid. It can have up to ${nameLengthMax} of the characters A-Z, a-z, 0-9, ` +
        'underscore, hyphen and period, must not begin or end with a period, and must not have two in a row.',
    )
  }
  if (reservedName.test(name)) {
    throw invalidParameter(
      `Message (user) attribute name '${shown}' is invalid. AWS. and Amazon. are reserved.`,
    )
  }
}

function readValue(name: string, value: MessageAttributeValue, what: string): MessageAttribute {
  const { DataType: dataType, StringValue: text, BinaryValue: bytes } = value
  if (isSome(value.StringListValues) || isSome(value.BinaryListValues)) {
    throw sqsError(
      'UnsupportedOperation',
      `${what} '${name}' has a list of values, which is not implemented.`,
    )
  }
  if (dataType === undefined || dataType === '') {
    throw invalidParameter(
      `The ${what.toLowerCase()} '${name}' must contain non-empty message attribute type.`,
    )
  }
  const [, kind] = dataType.length > typeLengthMax ? [] : (typePattern.exec(dataType) ?? [])
  if (kind === undefined) {
    throw invalidParameter(
      `The type of ${what.toLowerCase()} '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    )
  }
  if (text !== undefined && bytes !== undefined) {
    throw invalidParameter(`${what} '${name}' must have one value only.`)
  }
  const given = kind === 'Binary' ? bytes : text
  if (given === undefined || given.length === 0) {
    throw invalidParameter(`${what} '${name}' must contain a non-empty value of type '${kind}'.`)
  }
  if (typeof given === 'string') checkText(name, given, kind === 'Number', what)
  return { name, dataType, value: given }
}

/** "Not implemented. Reserved for future use." */
function isSome(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0
}

function checkText(name: string, text: string, isNumber: boolean, what: string): void {
  if (isNumber && !isDecimal(text)) {
    throw invalidParameter(`Can't cast the value of ${what.toLowerCase()} '${name}' to a number.`)
  }
  const forbidden = forbiddenCharacter(text, `${what.toLowerCase()} '${name}'`)
  if (forbidden !== undefined) throw sqsError('InvalidMessageContents', forbidden)
}

/** Up to 38 digits of precision, from -10^128 to 10^126. */
function isDecimal(text: string): boolean {
  if (text.length > 256 || !numberPattern.test(text)) return false
  const [mantissa = ''] = text.split(/[eE]/)
  const digits = mantissa.replace(/[^\d]/g, '').replace(/^0+/, '')
  const value = Number(text)
  return digits.length <= precisionMax && value >= -1e128 && value <= 1e126
}
