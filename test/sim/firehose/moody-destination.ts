import type {
  Delivery,
  Destination,
  FailedRecord,
} from '../../../src/firehose-sink/destinations/destination.ts'
import { deliveryFailed } from '../../../src/firehose-sink/errors.ts'
import type { SeededRandom } from '../seeded-random.ts'
import type { DeliveryLedger } from './delivery-ledger.ts'

/** What the outside does in one life of the server; nothing reaches it from a process that is dead. */
export interface Outside {
  readonly random: SeededRandom
  isAlive: boolean
  /** Whether everything works. */
  isHealed: boolean
}

const never = <Result>(): Promise<Result> => new Promise(() => undefined)

/** A destination that fails, hangs, answers partly, answers too late, and says that it failed when it did not. */
export class MoodyDestination implements Destination {
  readonly #outside: Outside
  readonly #ledger: DeliveryLedger

  constructor(outside: Outside, ledger: DeliveryLedger) {
    this.#outside = outside
    this.#ledger = ledger
  }

  async deliver({ records, attempt, signal }: Delivery): Promise<readonly FailedRecord[]> {
    const { random, isHealed } = this.#outside
    if (!this.#outside.isAlive) return never()
    const texts = records.map(({ data, position }) => ({ offset: Number(position), text: String(data) }))
    this.#ledger.attempted(texts, attempt === 1)
    const mood = isHealed ? 0 : random.next()
    if (mood < 0.5) return this.#confirm(texts, () => false)
    if (mood < 0.7) return this.#confirm(texts, () => random.chance(0.4))
    if (mood < 0.8) throw deliveryFailed('not today')
    if (mood < 0.9) return this.#tooLate(texts, signal)
    return never()
  }

  async close(): Promise<void> {}

  #confirm(texts: readonly { text: string }[], fails: () => boolean): FailedRecord[] {
    const failed: FailedRecord[] = []
    for (const [index, { text }] of texts.entries()) {
      if (!fails()) this.#ledger.settled(text)
      else
        failed.push({
          index,
          code: 'Moody',
          message: 'not this one',
          retryable: this.#outside.random.chance(0.7),
        })
    }
    return failed
  }

  /** Succeeds when nobody waits any more: what counts on it has lost a record. */
  async #tooLate(texts: readonly unknown[], signal: AbortSignal): Promise<readonly FailedRecord[]> {
    if (texts.length > 0)
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    return []
  }
}
