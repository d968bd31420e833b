import { invalidParameter } from './errors.ts'

/*
 * Where a list goes on. Nothing in it is secret and nothing can be done with it but to read on, so it is not sealed: the
 * base64 of `v1:` and the name of the last queue of the page.
 */
const prefix = 'v1:'
const pattern = /^v1:([A-Za-z0-9_-]{1,80}(?:\.fifo)?)$/

interface PageRequest {
  readonly MaxResults?: number | undefined
  readonly NextToken?: string | undefined
}

/** The most queues in one answer, and what there are without MaxResults. Source: API reference of ListQueues. */
const pageMax = 1000

/**
 * The page of queues, sorted by name, that a request wants.
 * @throws InvalidParameterValue; texts ours
 */
export function pageOf<Item extends { readonly name: string }>(
  items: readonly Item[],
  { MaxResults, NextToken }: PageRequest,
): { page: readonly Item[]; nextToken: string | undefined } {
  if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > pageMax)) {
    throw invalidParameter(
      `Value ${MaxResults} for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and ${pageMax}.`,
    )
  }
  const after = NextToken === undefined ? '' : nameIn(NextToken)
  const rest = after === '' ? items : items.filter(({ name }) => name > after)
  const page = rest.slice(0, MaxResults ?? pageMax)
  /* Without MaxResults there is one page: "you must set MaxResults to receive a value for NextToken". */
  const last = MaxResults !== undefined && page.length < rest.length ? page.at(-1) : undefined
  return { page, nextToken: last && Buffer.from(prefix + last.name).toString('base64') }
}

function nameIn(token: string): string {
  const [, name] = pattern.exec(Buffer.from(token, 'base64').toString()) ?? []
  if (name === undefined) throw invalidParameter('Invalid or expired next token.')
  return name
}
