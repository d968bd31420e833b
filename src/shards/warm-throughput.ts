import type { AccountSettings } from './account-settings.ts'
import { onDemandShards, warmThroughputMiBpsMax } from './quotas.ts'
import { invalidSetting } from './settings/errors.ts'
import type { ShardScaler } from './shard-scaler.ts'
import type { StreamControl } from './stream-control.ts'
import { streamLabel } from './stream-label.ts'
import type { Owner, StreamChange, StreamMode, StreamState } from './stream-state.ts'

export interface WarmThroughputParts {
  readonly control: StreamControl
  readonly accounts: AccountSettings
  readonly scaler: ShardScaler
}

/** On-demand streams that take in at once what somebody has announced: a shard for each MiB a second. */
export class WarmThroughput {
  readonly #control: StreamControl
  readonly #accounts: AccountSettings
  readonly #scaler: ShardScaler

  constructor({ control, accounts, scaler }: WarmThroughputParts) {
    this.#control = control
    this.#accounts = accounts
    this.#scaler = scaler
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
   * Sets it, with a change of other settings if there is one, and gives the stream the shards for it: fewer too, but no
   * fewer than a new on-demand stream has. If that fails it is as it was before.
   * @throws as `check`, StreamControl.change and ShardScaler.scaleTo
   */
  async set(
    owner: Owner,
    name: string,
    mebibytesPerSecond: number,
    others: (stream: StreamState) => StreamChange | undefined = () => undefined,
  ): Promise<void> {
    let before: StreamChange = {}
    await this.#control.change(owner, name, (stream) => {
      const change = { ...others(stream), warmThroughputMiBps: mebibytesPerSecond }
      this.check({ ...stream, ...change }, mebibytesPerSecond)
      before = partOf(stream, change)
      return change
    })
    try {
      await this.#scaler.scaleTo(owner, name, Math.max(onDemandShards, mebibytesPerSecond))
    } catch (error) {
      await this.#control.change(owner, name, () => before)
      throw error
    }
  }
}

/** What the members of a change were before it. */
function partOf(stream: StreamState, change: StreamChange): StreamChange {
  const { mode, modeChangesMs = [], warmThroughputMiBps = null } = stream
  const modeBefore = change.mode === undefined ? {} : { mode, modeChangesMs }
  return { ...modeBefore, warmThroughputMiBps }
}
