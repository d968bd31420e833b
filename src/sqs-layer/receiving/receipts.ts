import { type CipherGCM, createCipheriv, createDecipheriv } from 'node:crypto'
import type { LogId, Offset } from '../../log/index.ts'
import type { PlainTexts } from '../message/plain-texts.ts'
import { blockSize, handleSize, readHandle, writeHandle } from './handle-text.ts'
import { SealedBlocks } from './sealed-blocks.ts'

/*
 * A receipt handle: base64 of
 *
 *   0         1                                          17
 *   | version | encrypted: | check | queue | offset | receive | |
 *   | u8 = 1  |            | u32   | u32   | u48    | u16     | |
 *
 * One block of AES-256: a permutation that nobody without the key can compute, so the block needs no nonce, and the check, which
 * is always the same, proves it to be ours but for one guess in 2^32, which would name a message by chance. `queue` is the
 * log of its messages; `receive` counts the receives of the message in this queue, by their lowest 16 bits.
 *
 * All handles of a call go through one call of the cipher: on a busy machine ten handles took 6 to 11 us to seal, and one 3 to 6. The text:
 * handle-text.ts.
 */
const check = 0x5153526d
const cipher = 'aes-256-ecb'

/** Of the calls that need no memory of their own. */
const blocksKept = 10

export interface Receipt {
  readonly queue: LogId
  readonly offset: Offset
  readonly receive: number
}

/** Of the number of receives, as much as a handle has. */
export const receiveOf = (receives: number): number => receives & 0xffff

export class Receipts {
  readonly #encrypt: Pick<CipherGCM, 'update'>
  readonly #decrypt: Pick<CipherGCM, 'update'>
  /** By their number: all of one memory. */
  readonly #blocks: readonly Buffer[]
  readonly #handles = Buffer.alloc(blocksKept * handleSize)
  readonly #sealed = new SealedBlocks()

  /** @param key 32 secret bytes */
  constructor(key: Buffer) {
    const blocks = Buffer.alloc(blocksKept * blockSize)
    this.#blocks = Array.from({ length: blocksKept + 1 }, (_, count) => blocks.subarray(0, count * blockSize))
    this.#encrypt = createCipheriv(cipher, key, null).setAutoPadding(false)
    this.#decrypt = createDecipheriv(cipher, key, null).setAutoPadding(false)
  }

  /** The handles of messages of one queue, in their order. @param receives how often each was received */
  seal(queue: LogId, offsets: readonly Offset[], receives: readonly number[]): string[] {
    const handles = this.sealPlain(queue, offsets, receives)
    return offsets.map((_, i) => handles.toString('latin1', i * handleSize, (i + 1) * handleSize))
  }

  /** The same as bytes, `handleSize` for each behind each other; good until the next call. */
  sealPlain(queue: LogId, offsets: readonly Offset[], receives: readonly number[]): Buffer {
    const count = offsets.length
    const plain = this.#blocksFor(count)
    for (let i = 0; i < count; i++) writeBlock(plain, i * blockSize, queue, offsets[i]!, receives[i]!)
    const blocks = this.#encrypt.update(plain)
    const handles = count <= blocksKept ? this.#handles : Buffer.allocUnsafe(count * handleSize)
    for (let i = 0; i < count; i++) {
      writeHandle(handles, i * handleSize, blocks, i * blockSize)
      this.#sealed.add(blocks, i * blockSize, queue, offsets[i]!, receives[i]!)
    }
    return handles
  }

  sealOne(queue: LogId, offset: Offset, receives: number): string {
    return this.seal(queue, [offset], [receives])[0]!
  }

  openOne(handle: string): Receipt | undefined {
    return this.open([handle])[0]
  }

  /** @returns for each handle undefined if `seal` did not return it */
  open(handles: readonly string[]): (Receipt | undefined)[] {
    const count = handles.length
    const blocks = this.#blocksFor(count)
    const known = handles.map((handle, i) => {
      /* In UTF-8, as Latin-1 would make letters of other characters. */
      const isAscii = handle.length === handleSize && this.#handles.write(handle) === handleSize
      return isAscii && readHandle(blocks, i * blockSize, this.#handles, 0)
    })
    const plain = this.#decrypt.update(blocks)
    return known.map((isKnown, i) => {
      if (!isKnown || !isBlock(plain, i * blockSize)) return undefined
      const at = i * blockSize
      return { queue: queueAt(plain, at), offset: offsetAt(plain, at), receive: receiveAt(plain, at) }
    })
  }

  /** The receipts of handles as bytes. @returns false if `seal` did not return one of them; then nothing of `receipts` means anything */
  openPlain(handles: PlainTexts, receipts: ReceiptColumns): boolean {
    const { count } = handles
    const blocks = this.#blocksFor(count)
    for (let i = 0; i < count; i++) {
      if (handles.sizeOf(i) !== handleSize) return false
      handles.writeText(i, this.#handles, 0)
      if (!readHandle(blocks, i * blockSize, this.#handles, 0)) return false
    }
    return this.#recall(blocks, count, receipts) || this.#decipher(blocks, count, receipts)
  }

  /** @returns false unless all of them were sealed lately */
  #recall(blocks: Buffer, count: number, receipts: ReceiptColumns): boolean {
    const { queue, offset, receive } = this.#sealed
    receipts.begin()
    for (let i = 0; i < count; i++) {
      const place = this.#sealed.find(blocks, i * blockSize)
      if (place < 0) return false
      receipts.add(queue[place]!, offset[place]!, receive[place]!)
    }
    return true
  }

  #decipher(blocks: Buffer, count: number, receipts: ReceiptColumns): boolean {
    const plain = this.#decrypt.update(blocks)
    receipts.begin()
    for (let i = 0, at = 0; i < count; i++, at += blockSize) {
      if (!isBlock(plain, at)) return false
      receipts.add(queueAt(plain, at), offsetAt(plain, at), receiveAt(plain, at))
    }
    return true
  }

  #blocksFor(count: number): Buffer {
    return this.#blocks[count] ?? Buffer.allocUnsafe(count * blockSize)
  }
}

/** The receipts of one call, without an object for each. */
export class ReceiptColumns {
  readonly queues: LogId[] = []
  readonly offsets: Offset[] = []
  readonly receives: number[] = []

  begin(): void {
    this.queues.length = 0
    this.offsets.length = 0
    this.receives.length = 0
  }

  add(queue: LogId, offset: Offset, receive: number): void {
    this.queues.push(queue)
    this.offsets.push(offset)
    this.receives.push(receive)
  }
}

function writeBlock(target: Buffer, at: number, queue: LogId, offset: Offset, receives: number): void {
  target.writeUInt32LE(check, at)
  target.writeUInt32LE(queue, at + 4)
  target.writeUIntLE(offset, at + 8, 6)
  target.writeUInt16LE(receiveOf(receives), at + 14)
}

const isBlock = (plain: Buffer, at: number): boolean => plain.readUInt32LE(at) === check
const queueAt = (plain: Buffer, at: number): LogId => plain.readUInt32LE(at + 4)
const offsetAt = (plain: Buffer, at: number): Offset => plain.readUIntLE(at + 8, 6)
const receiveAt = (plain: Buffer, at: number): number => plain.readUInt16LE(at + 14)
