import type { Clock } from '../../base/index.ts'

const intervalMs = 250
/** Back to the first column, and clear the line. ECMA-48: CR, EL. */
const clear = '\r\u001b[K'

export interface Progress {
  put: number
  failed: number
}

/** Shows how far it is, on one line of a terminal that is written over, until `signal` aborts. */
export async function showProgress(
  progress: Readonly<Progress>,
  terminal: { write(text: string): unknown },
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const startedMs = clock.monotonicMs()
  while (!signal.aborted) {
    await clock.sleep(intervalMs, signal)
    terminal.write(clear + textOf(progress, clock.monotonicMs() - startedMs))
  }
  terminal.write('\n')
}

function textOf({ put, failed }: Readonly<Progress>, elapsedMs: number): string {
  const perSecond = Math.round(put / Math.max(0.001, elapsedMs / 1000))
  const failures = failed === 0 ? '' : `, ${failed} failed`
  return `${put.toLocaleString('en-US')} lines put${failures}, ${perSecond.toLocaleString('en-US')}/s`
}
