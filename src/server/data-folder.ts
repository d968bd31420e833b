import { CodedError, hasCode } from '../base/index.ts'
import { type Durability, type LogStore, openLogStore } from '../log/index.ts'
import { dataInUse, dataUnusable } from './errors.ts'
import type { ServerPorts } from './server-ports.ts'

/** Opens the log store, and says in the user's words why it cannot be. */
export async function openData(
  { files, clock, random, logger }: ServerPorts,
  { directory, durability }: { directory: string; durability: Durability },
): Promise<LogStore> {
  try {
    return await openLogStore({ files, directory, clock, random, logger, durability })
  } catch (error) {
    if (hasCode(error, 'FILE_LOCKED')) throw dataInUse(directory, error)
    /* A bug, or a refusal of the store, which names the file itself. */
    if (error instanceof CodedError || !isSystemError(error)) throw error
    throw dataUnusable(directory, error)
  }
}

/** What the operating system said: EACCES, EROFS, ENOTDIR, ENOSPC and the like, or SQLite on its behalf (the lock file). */
function isSystemError(error: unknown): error is Error {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(E[A-Z]+|ERR_SQLITE)/.test(error.code)
  )
}
