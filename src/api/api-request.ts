/**
 * What the HTTP layer hands over: a whole request. Headers and body are the request's until its answer is written, and
 * perhaps another's then: the answer may be made in the memory of the body.
 */
export interface ApiRequest {
  readonly method: string
  readonly scheme: 'http' | 'https'
  /** With the query, if there is one. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly requestId: string
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal
  /**
   * Takes a place for an answer that is a stream, of which there are so many. To be called before anything is done for it. Absent
   * where there is room for any number. @returns false when there is none left: the answer must be an error
   */
  holdStream?(): boolean
  /**
   * To be called before the answer waits for something that may come late or never. `body` must not be looked at any more: its memory
   * is given back, and the request is none of those that keep others out. Absent where that makes no difference.
   */
  beginToWait?(): void
}

/**
 * A large body that is made while it is written, one part when the system has the one before: it is never in memory as a
 * whole. It waits for nothing but its client, so it has its place among the requests under way, as short answers have.
 * Memory and request as of a stream.
 */
export interface BodyParts {
  readonly parts: AsyncIterable<Buffer>
}

/** What the HTTP layer answers. It adds the request ids and the length. */
export interface ApiResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * A string is in ASCII: short answers cost less in it. An iterable is a stream, which may last. It is written as it comes, one piece after
   * the other; the memory of one may be used again when the next is asked for. It does not look at the request's body any more.
   */
  readonly body: Buffer | string | BodyParts | AsyncIterable<Buffer>
  /** What `X-Amz-Target` would have said, when the request has named its operation in another way: requests are counted by it. */
  readonly target?: string
  /** To be called, once, when the memory of `body` is not looked at any more. */
  release?(): void
}

/** The one value of a header. Of several equal headers the first, as AWS does. */
export function headerOf({ headers }: ApiRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : value?.[0]
}

/** Where the caller has reached this server, by its own words: `http://localhost:4567`. */
export function originOf(request: ApiRequest): string {
  /* HTTP/2 has no `host`. Without either, which HTTP/1.0 allows, nobody can know. */
  const host = headerOf(request, 'host') ?? headerOf(request, ':authority') ?? 'localhost'
  return `${request.scheme}://${host}`
}
