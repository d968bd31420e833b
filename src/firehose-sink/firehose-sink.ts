import type { Clock, Logger } from '../base/index.ts'
import type { HttpClient } from '../http-client/index.ts'
import type { LogStore } from '../log/index.ts'
import { Transitions } from '../shards/index.ts'
import { DeliveryStreams } from './control/delivery-streams.ts'
import { FirehoseLog } from './control/firehose-log.ts'
import type { EndpointMap } from './destinations/endpoint-map.ts'

export interface FirehoseOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  readonly http: HttpClient
  readonly endpoints: EndpointMap
  /** `off` lifts AWS's throttles and quotas. */
  readonly limits: 'aws' | 'off'
  /** How long CREATING, DELETING, ENABLING and DISABLING are seen, in milliseconds. 0 by default. */
  readonly transitionMs?: number
}

/** The delivery streams of everyone. */
export class FirehoseSink {
  readonly streams: DeliveryStreams
  readonly transitions: Transitions
  readonly clock: Clock
  readonly limits: 'aws' | 'off'
  readonly #log: FirehoseLog

  private constructor(options: FirehoseOptions, log: FirehoseLog) {
    const { clock, limits, transitionMs = 0 } = options
    this.clock = clock
    this.limits = limits
    this.transitions = new Transitions(clock, transitionMs)
    this.#log = log
    this.streams = new DeliveryStreams({ ...options, log, transitions: this.transitions })
  }

  /** Opens the delivery streams that the store holds. @throws as FirehoseLog.open */
  static async open(options: FirehoseOptions): Promise<FirehoseSink> {
    return new FirehoseSink(options, await FirehoseLog.open(options))
  }

  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  async close(): Promise<void> {
    await this.#log.settled()
  }
}
