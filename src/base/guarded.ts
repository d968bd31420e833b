import { passOnBug } from './bug.ts'
import type { Logger } from './logger.ts'

/** Calls of the application's own, in the middle of work that must go on: what they throw is logged. */
export function guarded<Told>(
  call: (told: Told) => void,
  logger: Logger,
  message: string,
): (told: Told) => void {
  return (told) => {
    try {
      call(told)
    } catch (error) {
      passOnBug(error)
      logger.error({ err: error }, message)
    }
  }
}
