import { type CipherGCM, createCipheriv, createDecipheriv } from 'node:crypto'
import type { LogId, Offset } from '../../log/index.ts'

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
 * Not AES-GCM as tokens of streams are: that costs 4 us a handle, and this 0.5.
 */
const version = 1
const blockSize = 16
const check = 0x5153526d
const cipher = 'aes-256-ecb'

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
  readonly #plain = Buffer.alloc(blockSize)

  /** @param key 32 secret bytes */
  constructor(key: Buffer) {
    this.#encrypt = createCipheriv(cipher, key, null).setAutoPadding(false)
    this.#decrypt = createDecipheriv(cipher, key, null).setAutoPadding(false)
  }

  seal(queue: LogId, offset: Offset, receives: number): string {
    const plain = this.#plain
    plain.writeUInt32LE(check, 0)
    plain.writeUInt32LE(queue, 4)
    plain.writeUIntLE(offset, 8, 6)
    plain.writeUInt16LE(receiveOf(receives), 14)
    return Buffer.concat([Buffer.of(version), this.#encrypt.update(plain)]).toString('base64')
  }

  /** @returns undefined for anything that `seal` did not return */
  open(handle: string): Receipt | undefined {
    if (handle.length !== 24) return undefined
    const bytes = Buffer.from(handle, 'base64')
    if (bytes.length !== 1 + blockSize || bytes[0] !== version) return undefined
    // Node's decoder passes over what is no base64: without this many texts would be one handle.
    if (bytes.toString('base64') !== handle) return undefined
    const plain = this.#decrypt.update(bytes.subarray(1))
    if (plain.readUInt32LE(0) !== check) return undefined
    return { queue: plain.readUInt32LE(4), offset: plain.readUIntLE(8, 6), receive: plain.readUInt16LE(14) }
  }
}
