import { optionInvalid } from './errors.ts'

/** The object in the text of a JSON file. @throws CodedError SERVER_OPTION_INVALID, with the file, for anything else */
export function parseJsonObject(file: string, text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw optionInvalid(file, `is not JSON (${(error as Error).message})`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw optionInvalid(file, 'must hold one JSON object')
  }
  return value as Record<string, unknown>
}
