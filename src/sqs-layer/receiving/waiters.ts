import type { ReceivedMessage, ReceiveRequest } from '../message/message.ts'
import type { Timer, Timers } from '../timers.ts'

/** A receive that waits for messages. */
interface Waiter<Request, Received> {
  readonly request: Request
  readonly signal: AbortSignal | undefined
  readonly timer: Timer
  readonly leave: () => void
  readonly resolve: (messages: Received[]) => void
  readonly reject: (error: unknown) => void
  /** Its time was over while it was being served. */
  isOver: boolean
}

export interface WaiterPorts<Request, Received> {
  readonly timers: Timers
  /** Whether a receive would get a message now. */
  isAvailable(): boolean
  receive(request: Request): Promise<Received[]>
  /** Called when the first begins to wait. */
  waiting(): void
}

/** The long polls of one queue. The one that has waited longest is served first; one that waits costs nothing. */
export class Waiters<Request = ReceiveRequest, Received = ReceivedMessage> {
  readonly #ports: WaiterPorts<Request, Received>
  /** In the order in which they came. */
  readonly #waiting = new Set<Waiter<Request, Received>>()

  constructor(ports: WaiterPorts<Request, Received>) {
    this.#ports = ports
  }

  get count(): number {
    return this.#waiting.size
  }

  /** Resolves with messages, or with none at `untilMs` or when `signal` aborts. Rejects as the receive does, and as `rejectAll` says. */
  wait(request: Request, untilMs: number, signal?: AbortSignal): Promise<Received[]> {
    if (signal?.aborted) return Promise.resolve([])
    return new Promise((resolve, reject) => {
      const end = () => this.#end(waiter)
      const timer = this.#ports.timers.set(untilMs, end)
      const waiter: Waiter<Request, Received> = {
        request,
        signal,
        timer,
        leave: end,
        resolve,
        reject,
        isOver: false,
      }
      signal?.addEventListener('abort', end)
      this.#waiting.add(waiter)
      this.#ports.waiting()
      this.serve()
    })
  }

  /** To be called when messages may have become available. */
  serve(): void {
    for (const waiter of this.#waiting) {
      if (!this.#ports.isAvailable()) return
      this.#waiting.delete(waiter)
      void this.#serve(waiter)
    }
  }

  rejectAll(error: unknown): void {
    for (const waiter of this.#waiting) {
      this.#forget(waiter)
      waiter.reject(error)
    }
  }

  /** Answers everyone with nothing: the server stops. */
  endAll(): void {
    for (const waiter of this.#waiting) this.#end(waiter)
  }

  async #serve(waiter: Waiter<Request, Received>): Promise<void> {
    try {
      const messages = await this.#ports.receive(waiter.request)
      if (messages.length === 0 && !waiter.isOver) return this.#waitOn(waiter)
      this.#forget(waiter)
      waiter.resolve(messages)
    } catch (error) {
      this.#forget(waiter)
      waiter.reject(error)
    }
  }

  /** Someone else was faster. */
  #waitOn(waiter: Waiter<Request, Received>): void {
    const behind = [...this.#waiting]
    this.#waiting.clear()
    this.#waiting.add(waiter)
    for (const other of behind) this.#waiting.add(other)
    this.#ports.waiting()
    this.serve()
  }

  /** Its time is over. One that is being served gets what that brings. */
  #end(waiter: Waiter<Request, Received>): void {
    waiter.isOver = true
    if (!this.#waiting.has(waiter)) return
    this.#forget(waiter)
    waiter.resolve([])
  }

  #forget(waiter: Waiter<Request, Received>): void {
    this.#waiting.delete(waiter)
    this.#ports.timers.cancel(waiter.timer)
    waiter.signal?.removeEventListener('abort', waiter.leave)
  }
}
