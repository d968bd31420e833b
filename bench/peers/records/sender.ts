/** One connection of a load. */
export interface Sender {
  /** Sends the records of one request, random ones of `recordSize`, and resolves when each of them is acknowledged. */
  send(): Promise<void>
  close(): void
}

export interface SenderOptions {
  readonly port: number
  readonly recordsPerRequest: number
  /** Where what a sender needs is installed. */
  readonly clients: string
}
