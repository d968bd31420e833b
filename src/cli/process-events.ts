import type { Logger } from '../base/index.ts'
import type { Server } from '../server/index.ts'

/** The first signal ends the server gracefully, a second one at once: exit status 128 + the signal's number. */
const exitStatus = { SIGINT: 130, SIGTERM: 143 } as const

export function endOnSignal(server: Server, logger: Logger): void {
  let ending = false
  const end = async (signal: keyof typeof exitStatus) => {
    if (ending) process.exit(exitStatus[signal])
    ending = true
    logger.info({ signal }, 'stopping')
    try {
      await server.close()
      process.exit(0)
    } catch (error) {
      logger.error({ err: error }, 'the stop failed: what was acknowledged is in the journal')
      process.exit(1)
    }
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

/** Nothing computed from a broken state can be trusted, and everything acknowledged is on disk: log and end. */
export function endOnBug(logger: Logger): void {
  const end = (error: unknown) => {
    logger.error({ err: error }, 'a bug in Millrace ended the server; please report it')
    process.exit(1)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
