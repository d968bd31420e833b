import type { MessageAttribute } from '../../sqs-layer/index.ts'
import { snsError } from './errors.ts'
import type { MessageAttributeValue } from './shapes.ts'

/*
 * Source of the rules: SNS Developer Guide, "Amazon SNS message attributes". Sources of the texts: https://github.com/localstack/localstack/issues/7109
 * (type) and https://github.com/boto/boto3/pull/362; the others are ours, on their pattern.
 */
const nameLengthMax = 256
const namePattern = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/
/** But for the names that SNS itself reads: "Publishing SMS messages to a mobile phone", "Message attributes for mobile push". */
const reservedName = /^(?:aws|amazon)\.(?!SNS\.(?:SMS|MOBILE)\.|MM\.SMS\.)/i
const typePattern = /^(String|Number|Binary)(?:\..+)?$/s
const typeLengthMax = 256
const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/

type Values = Readonly<Record<string, MessageAttributeValue>>

/** @throws ParameterValueInvalid */
export function readMessageAttributes(values: Values | undefined): readonly MessageAttribute[] {
  if (values === undefined) return []
  return Object.entries(values).map(([name, value]) => {
    if (name.length > nameLengthMax || !namePattern.test(name) || reservedName.test(name)) {
      throw invalidValue(`The message attribute name '${name.slice(0, nameLengthMax)}' is invalid.`)
    }
    return readValue(name, value)
  })
}

function readValue(
  name: string,
  { DataType: dataType, StringValue, BinaryValue }: MessageAttributeValue,
): MessageAttribute {
  if (dataType === '') {
    throw invalidValue(`The message attribute '${name}' must contain non-empty message attribute type.`)
  }
  const [, kind] = dataType.length > typeLengthMax ? [] : (typePattern.exec(dataType) ?? [])
  if (kind === undefined) {
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    )
  }
  const value = kind === 'Binary' ? BinaryValue : StringValue
  const other = kind === 'Binary' ? StringValue : BinaryValue
  if (other !== undefined && value !== undefined) {
    throw invalidValue(`The message attribute '${name}' must have one value only.`)
  }
  if (value === undefined && other !== undefined) {
    throw invalidValue(
      `The message attribute '${name}' with type '${dataType}' must use field '${kind === 'Binary' ? 'Binary' : 'String'}'.`,
    )
  }
  if (value === undefined || value.length === 0) {
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${dataType}'.`,
    )
  }
  if (kind === 'Number' && !numberPattern.test(String(value))) {
    throw invalidValue(`Could not cast message attribute '${name}' value to number.`)
  }
  if (dataType === 'String.Array' && !isArray(String(value))) {
    throw invalidValue(`The message attribute '${name}' with type 'String.Array' must contain a JSON array.`)
  }
  return { name, dataType, value }
}

/** Of texts, numbers, truths and null. */
function isArray(text: string): boolean {
  try {
    const array: unknown = JSON.parse(text)
    return Array.isArray(array) && array.every((item) => item === null || typeof item !== 'object')
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

const invalidValue = (message: string) => snsError('InvalidParameterValueException', message)
