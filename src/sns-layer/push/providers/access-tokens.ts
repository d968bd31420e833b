import type { Clock } from '../../../base/index.ts'

/** What a token endpoint says. */
export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: string; readonly lifeMs: number }
  | { readonly kind: 'retry'; readonly reason: string }
  | { readonly kind: 'credentials-invalid'; readonly reason: string }

interface Held {
  readonly token: string
  readonly issuedMs: number
  readonly untilMs: number
}

/** Applications whose tokens are kept: one that was not used for the longest time is asked for again. */
const heldMax = 1000

/** A token is not used in the last minute of its life: it is on its way for some of that. */
const marginMs = 60_000

/** Access tokens of credentials, each asked for once and used until it is nearly over. */
export class AccessTokens {
  readonly #clock: Clock
  readonly #held = new Map<string, Held>()
  readonly #asked = new Map<string, Promise<TokenAnswer>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param key the same for the same credentials @param ask never rejects */
  async of(
    key: string,
    ask: () => Promise<TokenAnswer>,
  ): Promise<TokenAnswer & { readonly isNew?: boolean }> {
    const held = this.#held.get(key)
    const nowMs = this.#clock.nowMs()
    if (held !== undefined && held.issuedMs <= nowMs && nowMs < held.untilMs) {
      this.#held.delete(key)
      this.#held.set(key, held)
      return { kind: 'token', token: held.token, lifeMs: held.untilMs - nowMs }
    }
    const asked = this.#asked.get(key) ?? ask().finally(() => this.#asked.delete(key))
    this.#asked.set(key, asked)
    const answer = await asked
    if (answer.kind !== 'token') return answer
    this.#keep(key, answer)
    return { ...answer, isNew: true }
  }

  /** The push service does not take it any more. */
  forget(key: string, token: string): void {
    if (this.#held.get(key)?.token === token) this.#held.delete(key)
  }

  #keep(key: string, { token, lifeMs }: { token: string; lifeMs: number }): void {
    const issuedMs = this.#clock.nowMs()
    this.#held.delete(key)
    this.#held.set(key, { token, issuedMs, untilMs: issuedMs + lifeMs - marginMs })
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= heldMax) break
      this.#held.delete(oldest)
    }
  }
}
