import { inSlices } from '../../base/index.ts'
import type { AccountSettings } from '../control/account-settings.ts'
import { onDemandShards, warmThroughputMiBpsMax } from '../limits.ts'
import type { Owner } from '../owner.ts'
import { invalidSetting } from '../settings/errors.ts'
import { streamLabel } from '../stream-label.ts'
import { isOpen, type StreamChange, type StreamMode, type StreamState } from '../stream-state.ts'
import { evenSteps } from './reshard-steps.ts'
import type { Resharding } from './resharding.ts'

interface WarmThroughputParts {
  readonly accounts: AccountSettings
  readonly resharding: Resharding
}

/** On-demand streams that take in at once what somebody has announced: a shard for each MiB a second. */
export class WarmThroughput {
  readonly #accounts: AccountSettings
  readonly #resharding: Resharding

  constructor({ accounts, resharding }: WarmThroughputParts) {
    this.#accounts = accounts
    this.#resharding = resharding
  }

  /** Whether a stream of that mode may have it. @throws STREAM_SETTING_INVALID */
  check(
    stream: { readonly name: string; readonly mode: StreamMode } & Owner,
    mebibytesPerSecond: number,
  ): void {
    if (stream.mode !== 'ON_DEMAND') {
      throw invalidSetting(
        `WarmThroughputMiBps needs the ON_DEMAND mode, which ${streamLabel(stream)} does not have.`,
      )
    }
    if (!this.#accounts.hasAdvantage(stream)) {
      throw invalidSetting(
        'WarmThroughputMiBps needs On-demand Advantage, which is not enabled for this account.',
      )
    }
    if (mebibytesPerSecond > warmThroughputMiBpsMax) {
      throw invalidSetting(
        `WarmThroughputMiBps ${mebibytesPerSecond} is more than a stream can have. Limit: ${warmThroughputMiBpsMax}.`,
      )
    }
  }

  /**
   * Sets it, with a change of other settings if there is one, and gives the stream the shards for it, in one commit: fewer
   * too, but no fewer than a new on-demand stream has.
   * @throws as `check` and Resharding.reshard
   */
  async set(
    owner: Owner,
    name: string,
    mebibytesPerSecond: number,
    others: (stream: StreamState) => StreamChange | undefined = () => undefined,
  ): Promise<void> {
    const count = Math.max(onDemandShards, mebibytesPerSecond)
    await this.#resharding.reshard(owner, name, async (stream) => {
      const change = { ...others(stream), warmThroughputMiBps: mebibytesPerSecond }
      this.check({ ...stream, ...change }, mebibytesPerSecond)
      const isEnough = stream.shards.filter(isOpen).length === count
      return { steps: isEnough ? [] : await inSlices(evenSteps(stream, count)), change }
    })
  }
}
