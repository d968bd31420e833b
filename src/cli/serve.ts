import { readFileSync } from 'node:fs'
import { type Logger, systemClock, systemRandom } from '../base/index.ts'
import {
  type Flags,
  fileSystemFor,
  fromConfigText,
  fromEnvironment,
  fromFlags,
  type OptionSource,
  type Options,
  optionInvalid,
  readOptions,
  type Server,
  startServer,
} from '../server/index.ts'
import { jsonLogger, writeToStandardError } from './json-logger.ts'
import { endOnBug, endOnSignal } from './process-events.ts'

/** Runs a server until a signal ends it. Its last word at the start, on standard output, is that it is ready. */
export async function serve(flags: Flags): Promise<void> {
  const options = readOptions(sources(flags, process.env))
  const logger = jsonLogger(options.logLevel, systemClock, writeToStandardError)
  endOnBug(logger)
  const server = await start(options, logger)
  endOnSignal(server, logger)
  process.stdout.write(`millrace ready on ${server.url}\n`)
}

function start(options: Options, logger: Logger): Promise<Server> {
  return startServer(options, {
    files: fileSystemFor(options),
    clock: systemClock,
    random: systemRandom,
    logger,
  })
}

function sources(flags: Flags, environment: NodeJS.ProcessEnv): OptionSource[] {
  const file = flags.config ?? environment.MILLRACE_CONFIG
  const config = typeof file === 'string' && file !== '' ? [fromConfigText(file, readConfig(file))] : []
  return [fromFlags(flags), fromEnvironment(environment), ...config]
}

function readConfig(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw optionInvalid('--config', (error as Error).message)
  }
}
