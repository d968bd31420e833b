import type { Clock, File, FileSystem } from '../../base/index.ts'
import { passOnBug } from '../../base/index.ts'
import type { TextMessage } from './sms-message.ts'
import type { SmsAnswer, SmsTransport } from './sms-transport.ts'

/*
 * Text messages for whoever looks into a file: a line of JSON for each, with the members of TextMessage and `time`, when it
 * was written (docs/messaging.md). Only ever appended to. When the next line does not fit the file becomes the older one, in the place of the
 * one that was it: so there are at most two files of `fileBytesMax`.
 */
export const outboxNames = { current: 'outbox.jsonl', older: 'outbox.1.jsonl' }

const fileBytesMaxStandard = 16 * 1024 * 1024

export interface SmsOutboxOptions {
  readonly files: FileSystem
  readonly clock: Clock
  /** Made with the first message. */
  readonly directory: string
  readonly fileBytesMax?: number
}

interface OpenOutbox {
  readonly file: File
  size: number
}

/** A message that is sent is in the file, durably. */
export class SmsOutbox implements SmsTransport {
  readonly #options: SmsOutboxOptions
  #open: OpenOutbox | undefined
  #idle: Promise<unknown> = Promise.resolve()

  constructor(options: SmsOutboxOptions) {
    this.#options = options
  }

  send(message: TextMessage): Promise<SmsAnswer> {
    const time = new Date(this.#options.clock.nowMs()).toISOString()
    const line = Buffer.from(`${JSON.stringify({ time, ...message })}\n`)
    const done = this.#idle.then(() => this.#append(line))
    this.#idle = done
    return done
  }

  async close(): Promise<void> {
    await this.#idle
    await this.#open?.file.close()
    this.#open = undefined
  }

  async #append(line: Buffer): Promise<SmsAnswer> {
    try {
      const open = await this.#fileFor(line.length)
      await open.file.write(open.size, [line])
      open.size += line.length
      return { kind: 'sent', priceUsd: 0 }
    } catch (error) {
      passOnBug(error)
      await this.#forget()
      return { kind: 'retry', reason: (error as Error).message }
    }
  }

  async #fileFor(lineBytes: number): Promise<OpenOutbox> {
    const { fileBytesMax = fileBytesMaxStandard, files, directory } = this.#options
    this.#open ??= await this.#openCurrent()
    if (this.#open.size === 0 || this.#open.size + lineBytes <= fileBytesMax) return this.#open
    await this.#open.file.close()
    this.#open = undefined
    await files.rename(`${directory}/${outboxNames.current}`, `${directory}/${outboxNames.older}`)
    this.#open = await this.#openCurrent()
    return this.#open
  }

  async #openCurrent(): Promise<OpenOutbox> {
    const { files, directory } = this.#options
    await files.makeDirectory(directory)
    const file = await files.open(`${directory}/${outboxNames.current}`, { create: true, durable: true })
    await files.syncDirectory(directory)
    return { file, size: await wholeLines(file) }
  }

  /** What a failed write has left is not known: the next message looks. */
  async #forget(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    await open?.file.close().catch(() => undefined)
  }
}

/** Cuts off what a crash has left of a line. @returns the size of the rest */
async function wholeLines(file: File): Promise<number> {
  const size = await file.size()
  const tailBytes = Math.min(size, 64 * 1024)
  const tail = await file.read(size - tailBytes, tailBytes)
  const end = tail.lastIndexOf(0x0a)
  /* A line has at most some 15 KB: 1,600 characters, each up to 6 bytes as JSON, and the rest. */
  const whole = end === -1 ? size - tailBytes : size - tailBytes + end + 1
  if (whole < size) await file.truncate(whole)
  return whole
}
