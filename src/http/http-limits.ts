/** The bounds on what clients can make this process hold or wait for. Times in milliseconds, sizes in bytes. */
export interface HttpLimits {
  /** Open connections; one more is closed at once. */
  readonly connectionsMax: number
  /** Requests between head and answer; one more is answered 503, which clients retry. */
  readonly requestsMax: number
  /** Answers that are streams, from their beginning to their end; one more is answered 503. None of `requestsMax`. */
  readonly streamsMax: number
  /** Requests that wait for something that may come late, as long polls do. None of `requestsMax`; over it they are. */
  readonly waitingMax: number
  /** One body; a larger one is answered 413. */
  readonly bodySizeMax: number
  /**
   * All bodies together that arrive in more than one piece; over it connections are not read from until some are answered.
   * Those that are still coming have their announced size at once in half of it, and over that room for what has come:
   * one that cannot grow further is answered 503, which clients retry.
   */
  readonly bodyMemory: number
  /** HTTP/2: what a client may send of one body while it is not read. */
  readonly streamWindow: number
  /** HTTP/2: all that comes of bodies while they wait for `bodyMemory`; one that had to wait over it is answered 503. */
  readonly waitingMemory: number
  /** From the connection to its first bytes, and the same again for a TLS handshake. */
  readonly greetingMs: number
  /** For the head of an HTTP/1.1 request. */
  readonly headMs: number
  /** For a body, from the head on. */
  readonly bodyMs: number
  /** A connection on which nothing moves. Longer than the pools of clients keep an idle one, so that they close first. */
  readonly silenceMs: number
  /** At the stop: for the requests under way. What is not answered by then is cut off. */
  readonly drainMs: number
}

/**
 * The head of a request, in bytes; node:http answers a larger one 431. A signed request with a session token has 4 KiB of
 * headers; AWS takes some 10 KiB.
 */
export const headSizeMax = 32 * 1024

const mebibyte = 1024 * 1024

export const defaultHttpLimits: HttpLimits = {
  connectionsMax: 10_000,
  requestsMax: 4_096,
  /** A subscription lasts 5 minutes, and holds one event while its client does not read. */
  streamsMax: 4_096,
  waitingMax: 10_000,
  /** PutRecords takes 10 MiB of data and keys (API_PutRecords): 13.4 MiB in base64, and the JSON around 500 of them. */
  bodySizeMax: 16 * mebibyte,
  bodyMemory: 128 * mebibyte,
  /**
   * PutRecords of 700 KB over HTTP/2 on loopback, a second: one at a time 86 with the 64 KiB of the protocol, 203 with
   * 256 KiB, 344 with 1 MiB, 393 with 4 MiB; eight at a time 344, 378, 535, 561. Medians of 3 on a busy machine.
   */
  streamWindow: mebibyte,
  waitingMemory: 64 * mebibyte,
  greetingMs: 10_000,
  headMs: 20_000,
  bodyMs: 120_000,
  silenceMs: 300_000,
  drainMs: 10_000,
}
