import { type CipherGCM, createCipheriv, createDecipheriv } from 'node:crypto'
import type { LogId, Offset } from '../../log/index.ts'
import type { PlainTexts } from '../message/plain-texts.ts'
import { isBlock, offsetAt, queueAt, receiveAt, writeBlocks } from './handle-block.ts'
import { blockSize, handleSize, readHandle, writeHandle } from './handle-text.ts'
import { SealedAhead } from './sealed-ahead.ts'
import { SealedBlocks } from './sealed-blocks.ts'

/*
 * A receipt handle: base64 (handle-text.ts) of
 *
 *   0         1
 *   | version | one block of AES-256 (handle-block.ts) |
 *   | u8 = 1  |                                        |
 *
 * A permutation that nobody without the key can compute, so the block needs no nonce, and the check in it, which is always the same, proves it to be
 * ours but for one guess in 2^32, which would name a message by chance.
 *
 * All handles of a call go through one call of the cipher, and mostly not even that (sealed-ahead.ts, sealed-blocks.ts): on a busy machine ten handles took 6
 * to 11 us to seal, and one 3 to 6.
 */
const cipher = 'aes-256-ecb'

/** Of the calls that need no memory of their own. */
const blocksKept = 10

export interface Receipt {
  readonly queue: LogId
  readonly offset: Offset
  readonly receive: number
}

export class Receipts {
  readonly #encrypt: Pick<CipherGCM, 'update'>
  readonly #decrypt: Pick<CipherGCM, 'update'>
  /** By their number: all of one memory. */
  readonly #blocks: readonly Buffer[]
  readonly #handles = Buffer.alloc(blocksKept * handleSize)
  readonly #ahead: SealedAhead
  readonly #sealed = new SealedBlocks()

  /** @param key 32 secret bytes */
  constructor(key: Buffer) {
    const blocks = Buffer.alloc(blocksKept * blockSize)
    this.#blocks = Array.from({ length: blocksKept + 1 }, (_, count) => blocks.subarray(0, count * blockSize))
    this.#encrypt = createCipheriv(cipher, key, null).setAutoPadding(false)
    this.#decrypt = createDecipheriv(cipher, key, null).setAutoPadding(false)
    this.#ahead = new SealedAhead((blocks) => this.#encrypt.update(blocks))
  }

  /** The handles of messages of one queue, in their order. @param receives how often each was received */
  seal(queue: LogId, offsets: readonly Offset[], receives: readonly number[]): string[] {
    const handles = this.sealPlain(queue, offsets, receives)
    return offsets.map((_, i) => handles.toString('latin1', i * handleSize, (i + 1) * handleSize))
  }

  /** The same as bytes, `handleSize` for each behind each other; good until the next call. */
  sealPlain(queue: LogId, offsets: readonly Offset[], receives: readonly number[]): Buffer {
    const count = offsets.length
    const ahead = this.#ahead.find(queue, offsets, receives)
    const blocks = ahead < 0 ? this.#sealNow(queue, offsets, receives) : this.#ahead.blocks
    const handles = count <= blocksKept ? this.#handles : Buffer.allocUnsafe(count * handleSize)
    for (let i = 0, at = Math.max(ahead, 0); i < count; i++, at += blockSize) {
      writeHandle(handles, i * handleSize, blocks, at)
      this.#sealed.add(blocks, at, queue, offsets[i]!, receives[i]!)
    }
    return handles
  }

  #sealNow(queue: LogId, offsets: readonly Offset[], receives: readonly number[]): Buffer {
    const plain = this.#blocksFor(offsets.length)
    writeBlocks(plain, queue, offsets, receives)
    return this.#encrypt.update(plain)
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

  /** The receipts of up to `receiptsMax` handles as bytes. @returns false if `seal` did not return one of them; then nothing of `receipts` means anything */
  openPlain(handles: PlainTexts, receipts: ReceiptColumns): boolean {
    const { count } = handles
    if (count > receiptsMax) return false
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
    const sealed = this.#sealed
    receipts.begin()
    for (let i = 0; i < count; i++) {
      const place = sealed.find(blocks, i * blockSize)
      if (place < 0) return false
      receipts.add(sealed.queueAt(place), sealed.offsetAt(place), sealed.receiveAt(place))
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

/** Of a call that takes no more handles. */
const receiptsMax = 10

/** The receipts of one call, without an object for each. */
export class ReceiptColumns {
  count = 0
  readonly queues = new Float64Array(receiptsMax)
  readonly offsets = new Float64Array(receiptsMax)
  readonly receives = new Float64Array(receiptsMax)

  begin(): void {
    this.count = 0
  }

  add(queue: LogId, offset: Offset, receive: number): void {
    this.queues[this.count] = queue
    this.offsets[this.count] = offset
    this.receives[this.count] = receive
    this.count++
  }
}
