import type { Clock, FileSystem, Logger, Random } from '../base/index.ts'

/** What a server gets from outside: the machine, or a stand-in for it. */
export interface ServerPorts {
  readonly files: FileSystem
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}
