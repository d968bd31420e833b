import { hkdfSync } from 'node:crypto'
import { type Random, sealKeySize, TokenSeal } from '../base/index.ts'

/** A seal with a key of its own. @param purpose no two seals have the same */
export function sealFor(secret: Buffer, purpose: string, random: Random): TokenSeal {
  const key = hkdfSync('sha256', secret, Buffer.alloc(0), purpose, sealKeySize)
  return new TokenSeal(Buffer.from(key), random)
}

/** NextTokens of lists: opaque to clients, good over restarts, and for the same list only. They do not expire. */
export class PageTokens {
  readonly #seal: TokenSeal

  constructor(secret: Buffer, random: Random) {
    this.#seal = sealFor(secret, 'page tokens', random)
  }

  /** @param list what is listed, of whom. @param last behind which the list goes on */
  create(list: string, last: string): string {
    return this.#seal.seal(list, Buffer.from(last))
  }

  /** @returns undefined for anything that `create` did not return for this list */
  open(list: string, token: string): string | undefined {
    return this.#seal.open(list, token)?.toString()
  }
}
