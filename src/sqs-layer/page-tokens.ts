import { hkdfSync } from 'node:crypto'
import { type Random, sealKeySize, TokenSeal } from '../base/index.ts'

/** NextTokens of lists of queues: opaque to clients, good over restarts, and for the same list only. They do not expire. */
export class PageTokens {
  readonly #seal: TokenSeal

  /** @param secret bytes of which the key is made: what they are used for beside it tells nothing of it */
  constructor(secret: Buffer, random: Random) {
    const key = hkdfSync('sha256', secret, Buffer.alloc(0), 'page tokens', sealKeySize)
    this.#seal = new TokenSeal(Buffer.from(key), random)
  }

  /** @param list what is listed, of whom. @param last the name behind which the list goes on */
  create(list: string, last: string): string {
    return this.#seal.seal(list, Buffer.from(last))
  }

  /** @returns undefined for anything that `create` did not return for this list */
  open(list: string, token: string): string | undefined {
    return this.#seal.open(list, token)?.toString()
  }
}
