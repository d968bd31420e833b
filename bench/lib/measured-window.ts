import { setTimeout as delay } from 'node:timers/promises'
import type { LoadResult, LoadSpec } from './load.ts'
import { cpuMicros, peakRssBytes, resetPeakRss } from './process-usage.ts'
import { percentile } from './statistics.ts'

/** A window that has seen fewer answers than this lasts longer: on a busy machine a short one may have none. */
const answersMin = 2
const pollMs = 50
/** Warming up ends at the latest after this, whatever it has reached. */
const warmupMsMax = 30_000

/**
 * The time over which a load is measured, behind one that warms the server up: time alone does not, the compiler waits for calls.
 * Reads the server's CPU time itself, at both ends, so that no message between processes blurs the edges.
 */
export class MeasuredWindow {
  readonly #spec: Pick<LoadSpec, 'pid' | 'windowMs' | 'warmupRequests'>
  #measuring = false
  #answered = 0
  #failures = 0
  #firstFailure = ''
  #latenciesMs: number[] = []

  constructor(spec: Pick<LoadSpec, 'pid' | 'windowMs' | 'warmupRequests'>) {
    this.#spec = spec
  }

  /** To be called with each answer, or whatever the load counts. @param startedMs when it was asked for, by `performance.now` */
  answered(startedMs: number): void {
    this.#answered++
    if (this.#measuring) this.#latenciesMs.push(performance.now() - startedMs)
  }

  failed(why: string): void {
    this.#failures++
    this.#firstFailure ||= why.slice(0, 500)
  }

  /** Resolves when the server is warm and was measured. */
  async measure(): Promise<LoadResult> {
    const { pid, windowMs, warmupRequests } = this.#spec
    const endMs = performance.now() + warmupMsMax
    while (this.#answered < warmupRequests && performance.now() < endMs) await delay(pollMs)
    resetPeakRss(pid)
    this.#latenciesMs = []
    this.#failures = 0
    this.#measuring = true
    const startedMs = performance.now()
    const startedCpu = process.cpuUsage()
    const startedMicros = cpuMicros(pid)
    await delay(windowMs)
    while (this.#latenciesMs.length < answersMin) await delay(pollMs)
    const serverMicros = cpuMicros(pid) - startedMicros
    const clientCpu = process.cpuUsage(startedCpu)
    const measuredMs = performance.now() - startedMs
    this.#measuring = false
    const clientMicros = clientCpu.user + clientCpu.system
    return {
      ...this.#counts(),
      windowMs: measuredMs,
      serverMicros,
      clientMicros,
      peakRssBytes: peakRssBytes(pid),
    }
  }

  #counts() {
    const sorted = Float64Array.from(this.#latenciesMs).sort()
    return {
      requests: sorted.length,
      failures: this.#failures,
      firstFailure: this.#firstFailure,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      maxMs: percentile(sorted, 1),
    }
  }
}
