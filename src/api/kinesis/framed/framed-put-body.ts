import { framedHeadSize, frameHeadSize, PutFrames } from '../../../framed/index.ts'
import type { PutBodyReader } from '../put-form.ts'
import { AddressReader } from './address-reader.ts'

/** Source: the model of PutRecords. */
const recordsMax = 500

/**
 * Reads framed bodies: of a record only its head and the bytes of its key are looked at. Takes keys in ASCII and, of other members, those that say
 * which stream. For machines without vectors in WebAssembly; others have FramedKernelBody.
 */
export class FramedPutBody implements PutBodyReader {
  bytes: Buffer = Buffer.alloc(0)
  readonly dataLength = new Int32Array(recordsMax)
  readonly keyStart = new Int32Array(recordsMax)
  readonly keyEnd = new Int32Array(recordsMax)
  readonly explicitEnd = new Int32Array(recordsMax)
  readonly target = new Int32Array(recordsMax)
  count = 0
  readonly #address = new AddressReader()

  get streamName(): string | undefined {
    return this.#address.streamName
  }

  get streamArn(): string | undefined {
    return this.#address.streamArn
  }

  load(body: Buffer): boolean {
    this.bytes = body
    this.count = 0
    return body.length >= framedHeadSize
  }

  scanRecords(): boolean {
    const { bytes } = this
    const end = framedHeadSize + bytes.readUInt32LE(0)
    if (end > bytes.length || !this.#address.read(bytes, end)) return false
    const frames = new PutFrames(bytes, framedHeadSize, end)
    while (frames.next()) {
      if (this.count === recordsMax || !isAscii(bytes, frames.keyStart, frames.keyEnd)) return false
      this.#add(frames)
    }
    return this.count > 0 && frames.isAtEnd
  }

  scanRecord(): boolean {
    return this.scanRecords() && this.count === 1
  }

  explicitHashKey(i: number): string {
    return this.bytes.toString('latin1', this.keyEnd[i]! + this.dataLength[i]!, this.explicitEnd[i]!)
  }

  /** Copies at once what lies together in both: key and data, and the records behind. The heads between are written by the batch, later. */
  write(frames: Buffer): boolean {
    const { bytes, count, dataLength, keyEnd, keyStart, target } = this
    for (let i = 0; i < count; ) {
      const at = target[i]!
      const start = keyStart[i]!
      let end = keyEnd[i]! + dataLength[i]!
      for (i++; i < count && keyStart[i]! - end === frameHeadSize; i++) {
        if (target[i]! - at !== keyStart[i]! - start) break
        end = keyEnd[i]! + dataLength[i]!
      }
      bytes.copy(frames, at, start, end)
    }
    return true
  }

  #add({ keyStart, keyEnd, dataEnd, explicitEnd }: PutFrames): void {
    const i = this.count++
    this.keyStart[i] = keyStart
    this.keyEnd[i] = keyEnd
    this.dataLength[i] = dataEnd - keyEnd
    this.explicitEnd[i] = explicitEnd === dataEnd ? 0 : explicitEnd
  }
}

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! > 0x7f) return false
  return true
}
