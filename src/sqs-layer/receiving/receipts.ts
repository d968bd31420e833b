import { type CipherGCM, createCipheriv, createDecipheriv } from 'node:crypto'
import type { LogId, Offset } from '../../log/index.ts'
import type { PlainTexts } from '../message/plain-texts.ts'

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
 * All handles of a call go through one call of the cipher: on a busy machine ten handles took 6 to 11 us to seal, and one 3 to 6.
 */
const version = 1
const blockSize = 16
const check = 0x5153526d
const cipher = 'aes-256-ecb'

const handleLength = 24
/** 17 bytes: 23 characters, and a `=` where whole groups of 3 bytes would end. */
const handlePattern = /^[A-Za-z0-9+/]{23}=$/
const inBase64 = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/]/.test(String.fromCharCode(byte)) ? 1 : 0,
)
const equalsSign = 0x3d
/** `A`. */
const zeroBits = 0x41
/** With a zero byte behind each, handles stand behind each other in base64 without padding, 24 characters each. */
const stride = 18

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

  /** @param key 32 secret bytes */
  constructor(key: Buffer) {
    this.#encrypt = createCipheriv(cipher, key, null).setAutoPadding(false)
    this.#decrypt = createDecipheriv(cipher, key, null).setAutoPadding(false)
  }

  /** The handles of messages of one queue, in their order. @param receives how often each was received */
  seal(queue: LogId, offsets: readonly Offset[], receives: readonly number[]): string[] {
    const count = offsets.length
    const plain = Buffer.allocUnsafe(count * blockSize)
    for (let i = 0; i < count; i++) writeBlock(plain, i * blockSize, queue, offsets[i]!, receives[i]!)
    const blocks = this.#encrypt.update(plain)
    const bytes = Buffer.alloc(count * stride)
    for (let i = 0; i < count; i++) {
      bytes[i * stride] = version
      bytes.set(blocks.subarray(i * blockSize, (i + 1) * blockSize), i * stride + 1)
    }
    const text = bytes.toString('base64')
    return offsets.map((_, i) => `${text.slice(i * handleLength, (i + 1) * handleLength - 1)}=`)
  }

  sealOne(queue: LogId, offset: Offset, receives: number): string {
    return this.seal(queue, [offset], [receives])[0]!
  }

  openOne(handle: string): Receipt | undefined {
    return this.open([handle])[0]
  }

  /** @returns for each handle undefined if `seal` did not return it */
  open(handles: readonly string[]): (Receipt | undefined)[] {
    const known = handles.map((handle) => handlePattern.test(handle))
    const texts = handles.map((handle, i) => (known[i] ? `${handle.slice(0, -1)}A` : ''))
    const bytes = Buffer.from(texts.join(''), 'base64')
    const plain = this.#decrypted(bytes)
    let next = 0
    return known.map((isKnown) => {
      if (!isKnown) return undefined
      const i = next++
      return isWhole(bytes, i) ? readBlock(plain, i * blockSize) : undefined
    })
  }

  /** The receipts of handles as bytes. @returns undefined if `seal` did not return one of them */
  openPlain(handles: PlainTexts): Receipt[] | undefined {
    const { count } = handles
    const text = Buffer.allocUnsafe(count * handleLength)
    for (let i = 0; i < count; i++) {
      if (handles.sizeOf(i) !== handleLength) return undefined
      handles.writeText(i, text, i * handleLength)
      if (!closeHandle(text, i * handleLength)) return undefined
    }
    const bytes = Buffer.from(text.toString('latin1'), 'base64')
    const plain = this.#decrypted(bytes)
    const receipts: Receipt[] = []
    for (let i = 0; i < count; i++) {
      const receipt = isWhole(bytes, i) ? readBlock(plain, i * blockSize) : undefined
      if (receipt === undefined) return undefined
      receipts.push(receipt)
    }
    return receipts
  }

  #decrypted(bytes: Buffer): Buffer {
    const count = bytes.length / stride
    const blocks = Buffer.allocUnsafe(count * blockSize)
    for (let i = 0; i < count; i++)
      bytes.copy(blocks, i * blockSize, i * stride + 1, i * stride + 1 + blockSize)
    return this.#decrypt.update(blocks)
  }
}

/** Bits behind the last byte would make many texts one handle. */
function isWhole(bytes: Buffer, i: number): boolean {
  return bytes[i * stride] === version && bytes[i * stride + stride - 1] === 0
}

/** As `handlePattern`, of bytes. Makes the last of them what stands there within a row of handles. */
function closeHandle(text: Buffer, start: number): boolean {
  const last = start + handleLength - 1
  for (let at = start; at < last; at++) if (inBase64[text[at]!] === 0) return false
  if (text[last] !== equalsSign) return false
  text[last] = zeroBits
  return true
}

function writeBlock(target: Buffer, at: number, queue: LogId, offset: Offset, receives: number): void {
  target.writeUInt32LE(check, at)
  target.writeUInt32LE(queue, at + 4)
  target.writeUIntLE(offset, at + 8, 6)
  target.writeUInt16LE(receiveOf(receives), at + 14)
}

function readBlock(plain: Buffer, at: number): Receipt | undefined {
  if (plain.readUInt32LE(at) !== check) return undefined
  return {
    queue: plain.readUInt32LE(at + 4),
    offset: plain.readUIntLE(at + 8, 6),
    receive: plain.readUInt16LE(at + 14),
  }
}
