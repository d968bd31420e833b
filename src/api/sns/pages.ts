import { invalidParameter, type PageTokens } from '../../sns-layer/index.ts'

/** Source: API references of ListTopics and of both lists of subscriptions. */
export const pageMax = 100

/**
 * Behind what a page begins.
 * @param list what is listed, of whom: a token is good for one list
 * @throws TOPIC_PARAMETER_INVALID; text ours
 */
export function pageStart(token: string | undefined, tokens: PageTokens, list: readonly string[]): string {
  if (token === undefined || token === '') return ''
  const last = tokens.open(JSON.stringify(list), token)
  if (last === undefined) throw invalidParameter('NextToken')
  return last
}

/** The token that goes on behind the last item of a page; undefined when nothing is left. */
export function nextPage(
  last: string | undefined,
  tokens: PageTokens,
  list: readonly string[],
): string | undefined {
  return last === undefined ? undefined : tokens.create(JSON.stringify(list), last)
}
