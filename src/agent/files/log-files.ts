/** A file of a directory, as it was when it was listed. */
export interface ListedFile {
  readonly name: string
  /** Stays when the file is renamed; may be given to another file when it is gone. */
  readonly id: string
  readonly size: number
  readonly modifiedMs: number
}

/** An open file. Stays readable when it is renamed or removed. */
export interface LogFile {
  readonly id: string
  size(): Promise<number>
  /** The bytes from `position` on, as many as there are up to `length`. */
  read(position: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

/** What the agent needs of the disk that others write logs to. */
export interface LogFiles {
  /** The files of a directory, in no order; none for a directory that is not there. */
  list(directory: string): Promise<ListedFile[]>
  /** Undefined when there is none, any more. */
  open(path: string): Promise<LogFile | undefined>
}
