import { invalidNextToken, type NextTokens } from '../../shards/index.ts'

interface PageOptions {
  readonly tokens: NextTokens
  /** What the tokens are for: one of another list is none of this. */
  readonly purpose: 'list-queues' | 'list-channels'
  readonly token: string | undefined
  readonly size: number
}

/** One page of a list. */
interface Page<Item> {
  readonly page: readonly Item[]
  /** Absent on the last page. */
  readonly NextToken?: string
}

/**
 * The items of a list by name behind those that a token has.
 * @throws NEXT_TOKEN_INVALID, NEXT_TOKEN_EXPIRED
 */
export function pageByName<Item extends { readonly name: string }>(
  all: readonly Item[],
  { tokens, purpose, token, size }: PageOptions,
): Page<Item> {
  const after = token === undefined ? '' : nameIn(tokens.open(purpose, token))
  const rest = all.filter(({ name }) => name > after)
  const page = rest.slice(0, size)
  const last = page.at(-1)
  if (last === undefined || page.length === rest.length) return { page }
  return { page, NextToken: tokens.create(purpose, { after: last.name }) }
}

function nameIn(content: unknown): string {
  const { after } = content as { after?: unknown }
  if (typeof after !== 'string') throw invalidNextToken()
  return after
}
