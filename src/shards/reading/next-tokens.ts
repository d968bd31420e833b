import type { Clock, TokenSeal } from '../../base/index.ts'
import { tokenLifeMs } from '../limits.ts'
import { expiredNextToken, invalidNextToken } from './errors.ts'

export type TokenPurpose =
  | 'iterator'
  | 'list-channels'
  | 'list-queues'
  | 'list-shards'
  | 'list-stream-consumers'
  | 'list-streams'

/*
 * What a NextToken says, inside its seal: 8 bytes of its time of creation (f64, little-endian, milliseconds), and then
 * JSON of what the list needs to go on.
 */
const jsonAt = 8

/** NextTokens of lists: opaque to clients, good for `tokenLifeMs` and over restarts. */
export class NextTokens {
  readonly #seal: TokenSeal<TokenPurpose>
  readonly #clock: Clock

  constructor(seal: TokenSeal<TokenPurpose>, clock: Clock) {
    this.#seal = seal
    this.#clock = clock
  }

  create(purpose: TokenPurpose, content: unknown): string {
    const json = Buffer.from(JSON.stringify(content))
    const bytes = Buffer.alloc(jsonAt + json.length)
    bytes.writeDoubleLE(this.#clock.nowMs(), 0)
    bytes.set(json, jsonAt)
    return this.#seal.seal(purpose, bytes)
  }

  /**
   * The content that a token of this purpose was created with.
   * @throws NEXT_TOKEN_INVALID, NEXT_TOKEN_EXPIRED
   */
  open(purpose: TokenPurpose, token: string): unknown {
    const bytes = this.#seal.open(purpose, token)
    if (bytes === undefined) throw invalidNextToken()
    const createdMs = bytes.readDoubleLE(0)
    const nowMs = this.#clock.nowMs()
    if (nowMs - createdMs > tokenLifeMs) throw expiredNextToken({ createdMs, nowMs, lifeMs: tokenLifeMs })
    return JSON.parse(bytes.toString('utf8', jsonAt))
  }

  /** The content of a token that may have expired. @returns undefined for one that is not of this purpose */
  peek(purpose: TokenPurpose, token: string): unknown {
    const bytes = this.#seal.open(purpose, token)
    return bytes && JSON.parse(bytes.toString('utf8', jsonAt))
  }
}
