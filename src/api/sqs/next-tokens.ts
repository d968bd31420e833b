import type { PageTokens } from '../../sqs-layer/index.ts'
import { invalidParameter } from './errors.ts'

interface PageRequest {
  readonly MaxResults?: number | undefined
  readonly NextToken?: string | undefined
}

/** The most queues in one answer, and what there are without MaxResults. Source: API reference of ListQueues. */
const pageMax = 1000

/**
 * The page of queues, sorted by name, that a request wants.
 * @param list what is listed, of whom: a token is good for one list
 * @throws InvalidParameterValue; texts ours
 */
export function pageOf<Item extends { readonly name: string }>(
  items: readonly Item[],
  { MaxResults, NextToken }: PageRequest,
  { tokens, list }: { tokens: PageTokens; list: readonly string[] },
): { page: readonly Item[]; nextToken: string | undefined } {
  if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > pageMax)) {
    throw invalidParameter(
      `Value ${MaxResults} for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and ${pageMax}.`,
    )
  }
  const purpose = JSON.stringify(list)
  const after = NextToken === undefined ? '' : tokens.open(purpose, NextToken)
  if (after === undefined) throw invalidParameter('Invalid or expired next token.')
  const rest = after === '' ? items : items.filter(({ name }) => name > after)
  const page = rest.slice(0, MaxResults ?? pageMax)
  /* Without MaxResults there is one page: "you must set MaxResults to receive a value for NextToken". */
  const last = MaxResults !== undefined && page.length < rest.length ? page.at(-1) : undefined
  return { page, nextToken: last && tokens.create(purpose, last.name) }
}
