import { type Clock, type Logger, silentLogger, systemClock, systemRandom } from '../base/index.ts'
import type { Options } from './option-table.ts'
import { fileSystemFor, inMemory } from './places.ts'
import { readOptions } from './read-options.ts'
import { type Server, startServer } from './start-server.ts'

/** Every option of the command line (`transitionMs` is `--transition-ms`), and what only a program can give. */
export interface CreateServerOptions extends Partial<Options> {
  /** What the server takes for the time: a `ManualClock` makes a year of retention a test of a millisecond. */
  readonly clock?: Clock
  /** Says nothing by default. A pino logger will do. */
  readonly logger?: Logger
}

/**
 * Starts a server inside the calling process. Without options it listens on a free port of the loopback address and
 * keeps nothing: `data` names a folder to keep it in.
 * @throws CodedError SERVER_…, LOG_…, HTTP_…: see docs/errors.md
 */
export async function createServer(options: CreateServerOptions = {}): Promise<Server> {
  const { clock = systemClock, logger = silentLogger, ...given } = options
  const values: Record<string, unknown> = { port: 0, data: inMemory, ...given }
  const checked = readOptions([{ nameOf: (option) => option, valueOf: (option) => values[option] }])
  return await startServer(checked, { files: fileSystemFor(checked), clock, random: systemRandom, logger })
}
