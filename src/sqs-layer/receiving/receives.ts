import type { Clock } from '../../base/index.ts'
import type { QueueState } from '../control/queue-state.ts'
import type { QueueData } from '../event-log/queue-data.ts'
import type { ReceivedMessage, ReceiveRequest } from '../message/message.ts'
import type { Picker } from '../picking/picker.ts'
import type { Timers } from '../timers.ts'
import { WakeTimer } from '../wake-timer.ts'
import { type PlainReceive, PlainReceiver, type PlainSink } from './plain-receiver.ts'
import { ReceiveAttempts } from './receive-attempts.ts'
import { inFlightMax, Receiver, type ReceiverParts } from './receiver.ts'
import { Waiters } from './waiters.ts'

export interface ReceivesParts extends ReceiverParts {
  readonly clock: Clock
  readonly timers: Timers
  readonly data: QueueData
  readonly picker: Picker
  queue(): QueueState
}

/** The calls of ReceiveMessage: those that repeat another, those that find something, and those that wait for it. */
export class Receives {
  readonly #parts: ReceivesParts
  readonly #receiver: Receiver
  readonly #plainReceiver: PlainReceiver
  readonly #attempts: ReceiveAttempts
  readonly #waiters: Waiters
  readonly #wakeTimer: WakeTimer

  constructor(parts: ReceivesParts) {
    this.#parts = parts
    this.#receiver = new Receiver(parts)
    this.#plainReceiver = new PlainReceiver(parts)
    this.#attempts = new ReceiveAttempts(parts, this.#receiver)
    this.#waiters = new Waiters({
      timers: parts.timers,
      isAvailable: () => this.#isAvailable(),
      receive: (request) => this.#receiver.receive(request, false),
      waiting: () => this.#wakeTimer.set(),
    })
    this.#wakeTimer = new WakeTimer({
      timers: parts.timers,
      heap: parts.data.backlog.heap,
      isAwaited: () => this.#waiters.count > 0,
      wake: () => this.#waiters.serve(),
    })
  }

  /** See Queue.receive. */
  receive(request: ReceiveRequest, signal: AbortSignal | undefined): Promise<ReceivedMessage[]> {
    const { attemptId } = request
    if (attemptId === undefined || !this.#parts.queue().isFifo) return this.#fresh(request, signal)
    return this.#attempts.receive(attemptId, request, () => this.#fresh(request, signal))
  }

  /** See Queue.receivePlain. */
  receivePlain<Answer>(
    countMax: number,
    visibilityTimeout: number | undefined,
    sink: PlainSink<Answer>,
  ): PlainReceive<Answer> | undefined {
    return this.#plainReceiver.receive(countMax, visibilityTimeout, sink)
  }

  /** To be called when messages may have become available. */
  serve(): void {
    this.#waiters.serve()
  }

  /** To be called when what is remembered of the messages has changed. */
  changed(): void {
    if (this.#waiters.count === 0) return
    this.#waiters.serve()
    this.#wakeTimer.set()
  }

  rejectAll(error: unknown): void {
    this.#waiters.rejectAll(error)
  }

  /** Answers everyone who waits with nothing. */
  endWaiting(): void {
    this.#waiters.endAll()
  }

  close(): void {
    this.#wakeTimer.cancel()
  }

  async #fresh(request: ReceiveRequest, signal: AbortSignal | undefined): Promise<ReceivedMessage[]> {
    const { clock, queue } = this.#parts
    const { waitTimeSeconds = queue().settings.receiveMessageWaitTimeSeconds } = request
    const untilMs = clock.nowMs() + waitTimeSeconds * 1000
    const messages = await this.#receiver.receive(request, waitTimeSeconds === 0)
    if (messages.length > 0 || waitTimeSeconds === 0) return messages
    return this.#waiters.wait(request, untilMs, signal)
  }

  #isAvailable(): boolean {
    const { clock, data, limits, picker } = this.#parts
    data.backlog.settle(clock.nowMs())
    const hasRoom = limits === 'off' || data.backlog.heldCount < inFlightMax
    return hasRoom && picker.isAvailable
  }
}
