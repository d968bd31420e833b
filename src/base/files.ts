/**
 * What Millrace needs of a disk. `node-files.ts` has the real one, `memory-files.ts` one without a disk, and the
 * simulation (test/sim) one that loses power. Paths are absolute and use `/`.
 *
 * Every failure of an operation is thrown as it comes from the operating system (`code` ENOENT, ENOSPC, EIO, ...).
 */
export interface FileSystem {
  /** Opens a file to read and write. With `create` an absent file is made (its directory entry is not yet durable: see `syncDirectory`). */
  open(path: string, options?: OpenOptions): Promise<File>
  /** The names in a directory, in no order. Empty for an absent directory. */
  list(directory: string): Promise<string[]>
  /** Makes a directory and its parents. No error if it is there. */
  makeDirectory(directory: string): Promise<void>
  /** Removes a file. No error if it is absent. */
  remove(path: string): Promise<void>
  /** Removes a directory with all that it holds. No error if it is absent. */
  removeDirectory(directory: string): Promise<void>
  /** Replaces `to` by `from` in one step. */
  rename(from: string, to: string): Promise<void>
  /** Makes the entries of a directory durable: files made, renamed and removed in it. */
  syncDirectory(directory: string): Promise<void>
  /**
   * Takes a lock that no other process can have, and that goes with this process however it ends.
   * @throws CodedError FILE_LOCKED when another process, or this one, has it
   */
  lock(path: string): Promise<FileLock>
}

export interface OpenOptions {
  create?: boolean
  /** Every `write` of this file resolves only when its bytes are durable, as if followed by `sync` (O_DSYNC). */
  durable?: boolean
}

export interface File {
  /**
   * Writes `chunks` one behind the other from `position` on. Resolves when the operating system has the bytes, which
   * is not yet durable unless the file was opened so. All or an error; after an error any part may have been written.
   */
  write(position: number, chunks: readonly Uint8Array[]): Promise<void>
  /** Resolves when every byte whose write had resolved before this call would survive a power cut. */
  sync(): Promise<void>
  /**
   * The bytes from `position` on, as many as there are up to `length`: at the start of `target`, which has room for them,
   * or in a buffer of their own. Nobody may look at `target` until it settles.
   */
  read(position: number, length: number, target?: Buffer): Promise<Buffer>
  size(): Promise<number>
  truncate(size: number): Promise<void>
  close(): Promise<void>
}

export interface FileLock {
  release(): Promise<void>
}
