import { invalidParameter } from '../../sns-layer/index.ts'
import { phoneNumberOf } from '../../sns-layer/sms/index.ts'

/** Characters of a number that is none which an error shows. */
const shownMax = 100

/** @param parameter what the operation calls it @throws TOPIC_PARAMETER_INVALID */
export function readPhoneNumber(parameter: string, text: string): string {
  const number = phoneNumberOf(text)
  if (number !== undefined) return number
  /* Source of the text: https://github.com/boto/boto3/issues/2195. */
  throw invalidParameter(`${parameter} Reason: ${text.slice(0, shownMax)} is not valid to publish to`)
}
