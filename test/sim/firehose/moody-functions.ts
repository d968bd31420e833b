import { CodedError } from '../../../src/base/index.ts'
import type { Outside } from './moody-destination.ts'

interface Event {
  readonly records: readonly { readonly recordId: string; readonly data: string }[]
}

/** A function that gives records back as they are, with a partition each, is busy now and then, hangs, and fails on some records. */
export class MoodyFunctions {
  readonly #outside: Outside

  constructor(outside: Outside) {
    this.#outside = outside
  }

  has(): boolean {
    return true
  }

  async invoke(_: string, payload: Uint8Array, { signal }: { signal?: AbortSignal }): Promise<Buffer> {
    const { random, isAlive, isHealed } = this.#outside
    if (!isAlive) return new Promise(() => undefined)
    const mood = isHealed ? 0 : random.next()
    if (mood > 0.95) return await untilGivenUp(signal)
    if (mood > 0.8) throw new CodedError('FUNCTION_BUSY', 'busy', { retryable: true })
    const fails = () => mood > 0.6 && random.chance(0.3)
    const { records } = JSON.parse(Buffer.from(payload).toString()) as Event
    const results = records.map((record) => ({
      ...record,
      result: fails() ? 'ProcessingFailed' : 'Ok',
      metadata: { partitionKeys: { digit: lastDigitIn(record.data) } },
    }))
    return Buffer.from(JSON.stringify({ records: results }))
  }

  async close(): Promise<void> {}
}

/** Of the number that a record has. */
function lastDigitIn(data: string): string {
  const [number = ''] = /\d+/.exec(Buffer.from(data, 'base64').toString()) ?? []
  return number.slice(-1)
}

/** Nothing but the end of this life: the limit of five minutes is not what is tried here. */
function untilGivenUp(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason))
  })
}
