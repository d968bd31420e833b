import { invalidFilterScope } from './errors.ts'

/** What a filter policy is about. */
export type FilterScope = 'MessageAttributes' | 'MessageBody'

/** @throws FILTER_POLICY_INVALID */
export function readFilterScope(text: string): FilterScope {
  if (text !== 'MessageAttributes' && text !== 'MessageBody') throw invalidFilterScope(text)
  return text
}
