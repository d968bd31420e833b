import { CodedError, hasCode } from '../base/index.ts'
import { type Durability, type LogStore, openLogStore } from '../log/index.ts'
import { dataInUse, dataUnusable } from './errors.ts'
import type { ServerPorts } from './server-ports.ts'

/** Opens the log store, and says in the user's words why it cannot be. */
export async function openData(
  { files, clock, random, logger }: ServerPorts,
  store: { directory: string; durability: Durability; openFilesMax?: number },
): Promise<LogStore> {
  const { directory } = store
  try {
    return await openLogStore({ files, clock, random, logger, ...store })
  } catch (error) {
    if (hasCode(error, 'FILE_LOCKED')) throw dataInUse(directory, error)
    /* A bug, or a refusal of the store, which names the file itself. */
    if (error instanceof CodedError || !isSystemError(error)) throw error
    throw dataUnusable(directory, reasons[error.code] ?? 'the system refuses', error)
  }
}

/** What people call what the operating system says. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to write in it',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it is no folder',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'what should be a folder above it is none',
  EPERM: 'there is no permission to write in it',
  EROFS: 'the file system is read-only',
}

/** The operating system's, or SQLite's on its behalf (the lock file). */
function isSystemError(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(E[A-Z]+|ERR_SQLITE)/.test(error.code)
  )
}
