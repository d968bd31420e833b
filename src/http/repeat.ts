import type { Clock } from '../base/index.ts'

/** Calls `task` again and again, `intervalMs` apart, until `signal` aborts. */
export async function repeat(
  clock: Clock,
  intervalMs: number,
  signal: AbortSignal,
  task: () => void,
): Promise<void> {
  for (;;) {
    await clock.sleep(intervalMs, signal)
    if (signal.aborted) return
    task()
  }
}
