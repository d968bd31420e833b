import fs from 'node:fs'
import { access, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { CodedError, hasCode } from './errors.ts'
import type { File, FileLock, FileSystem, OpenOptions } from './files.ts'

/* Callback functions on plain descriptors: node:fs/promises' FileHandle costs several microseconds more a call. */
const openFd = promisify(fs.open)
const closeFd = promisify(fs.close)
const statFd = promisify(fs.fstat)
const truncateFd = promisify(fs.ftruncate)
const fdatasync = promisify(fs.fdatasync)
const fsync = promisify(fs.fsync)

/** Linux takes at most 1,024 buffers a writev (UIO_MAXIOV). */
const chunksPerWriteMax = 1024

/* On macOS O_DSYNC does not reach the platter (only F_FULLFSYNC does, which libuv's fdatasync uses). */
const syncFlag = process.platform === 'linux' ? fs.constants.O_DSYNC : 0

class NodeFile implements File {
  readonly #fd: number
  readonly #syncEachWrite: boolean

  constructor(fd: number, syncEachWrite: boolean) {
    this.#fd = fd
    this.#syncEachWrite = syncEachWrite
  }

  async write(position: number, chunks: readonly Uint8Array[]): Promise<void> {
    let at = position
    for (let first = 0; first < chunks.length; first += chunksPerWriteMax) {
      at += await writeAll(this.#fd, chunks.slice(first, first + chunksPerWriteMax), at)
    }
    if (this.#syncEachWrite) await this.sync()
  }

  sync(): Promise<void> {
    return fdatasync(this.#fd)
  }

  async read(position: number, length: number, target?: Buffer): Promise<Buffer> {
    const buffer = target ?? Buffer.allocUnsafe(length)
    let filled = 0
    while (filled < length) {
      const got = await readSome(this.#fd, buffer, filled, length, position + filled)
      if (got === 0) break
      filled += got
    }
    return buffer.subarray(0, filled)
  }

  async size(): Promise<number> {
    return (await statFd(this.#fd)).size
  }

  truncate(size: number): Promise<void> {
    return truncateFd(this.#fd, size)
  }

  close(): Promise<void> {
    return closeFd(this.#fd)
  }
}

/** The operating system may write less than asked (a signal, a nearly full disk): goes on until all is written. */
async function writeAll(fd: number, chunks: readonly Uint8Array[], position: number): Promise<number> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
  let written = 0
  let rest = chunks
  while (written < total) {
    const count = await writeSome(fd, rest, position + written)
    written += count
    if (written < total) rest = skipBytes(rest, count)
  }
  return total
}

function skipBytes(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
  let left = count
  const rest: Uint8Array[] = []
  for (const chunk of chunks) {
    if (left >= chunk.byteLength) left -= chunk.byteLength
    else {
      rest.push(left === 0 ? chunk : chunk.subarray(left))
      left = 0
    }
  }
  return rest
}

function writeSome(fd: number, chunks: readonly Uint8Array[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.writev(fd, chunks, position, (error, count) => (error ? reject(error) : resolve(count)))
  })
}

function readSome(fd: number, buffer: Buffer, at: number, end: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, buffer, at, end - at, position, (error, count) => (error ? reject(error) : resolve(count)))
  })
}

/**
 * Makes a directory, and first those above it that are not there. Not mkdir's own `recursive`: on a file system that
 * answers ENOENT to a new directory in one that is there, as /proc does, it tries again for ever (Node 24.21), and it
 * takes a read-only file system for an absent directory.
 */
async function makeDirectories(directory: string): Promise<void> {
  try {
    await makeDirectory(directory)
  } catch (error) {
    const parent = dirname(directory)
    if (!hasCode(error, 'ENOENT') || parent === directory) throw error
    await makeDirectories(parent)
    await makeDirectory(directory)
  }
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 })
  } catch (error) {
    /* It may be there whatever was said: Windows refuses to make C:\\ before it sees that it has one. */
    const isThere = await stat(directory).then(
      (found) => found.isDirectory(),
      () => false,
    )
    if (!isThere) throw error
  }
}

/** https://sqlite.org/rescode.html */
const sqliteBusy = 5
const sqliteFull = 13

/**
 * Node has no flock. SQLite's exclusive transaction is an operating-system lock on every platform: it needs no
 * heartbeat, sees processes of other containers, and is gone the moment its process is, `kill -9` included.
 */
async function lockFile(path: string): Promise<FileLock> {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 0 })
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    database?.close()
    throw await lockError(path, cause)
  }
  const held = database
  return {
    async release() {
      held.close()
    },
  }
}

/** SQLite says no more than that it could not; why, the operating system says when it is asked the same. */
async function lockError(path: string, cause: unknown): Promise<unknown> {
  const result = sqliteCode(cause)
  if (result === sqliteBusy)
    return new CodedError('FILE_LOCKED', `${path} is locked by another process`, { cause })
  if (result === sqliteFull)
    return Object.assign(new Error(`ENOSPC: no space left on device, lock '${path}'`), { code: 'ENOSPC' })
  try {
    await access(dirname(path), fs.constants.W_OK)
    await access(path, fs.constants.R_OK | fs.constants.W_OK)
  } catch (refusal) {
    return refusal
  }
  const { message, code } = cause as Error & { code?: string }
  return Object.assign(new Error(`${message}, lock '${path}'`, { cause }), { code })
}

/** The lower byte of an extended code is the code. */
function sqliteCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
}

export const nodeFileSystem: FileSystem = {
  async open(path: string, { create = false, durable = false }: OpenOptions = {}): Promise<File> {
    const flags = fs.constants.O_RDWR | (create ? fs.constants.O_CREAT : 0) | (durable ? syncFlag : 0)
    const fd = await openFd(path, flags, 0o600)
    return new NodeFile(fd, durable && syncFlag === 0)
  },

  async list(directory) {
    try {
      return await readdir(directory)
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return []
      throw error
    }
  },

  makeDirectory: (directory) => makeDirectories(directory),

  remove: (path) => rm(path, { force: true }),
  removeDirectory: (directory) => rm(directory, { force: true, recursive: true }),
  rename: (from, to) => rename(from, to),

  async syncDirectory(directory) {
    if (process.platform === 'win32') return
    const fd = await openFd(directory, fs.constants.O_RDONLY)
    try {
      await fsync(fd)
    } finally {
      await closeFd(fd)
    }
  },

  lock: (path) => lockFile(path),
}
