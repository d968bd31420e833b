import { framedHeadSize } from '../../../framed/index.ts'
import type { FrameArena } from '../../../shards/index.ts'
import { PutBody } from '../put-body.ts'
import { AddressReader } from './address-reader.ts'

/** Reads framed bodies as FramedPutBody does, the records in WebAssembly: keys are hashed four at a time, and copies are no calls of their own. */
export class FramedKernelBody extends PutBody {
  readonly #address = new AddressReader()
  #body: Buffer = Buffer.alloc(0)

  constructor(arena: FrameArena) {
    super(arena, 'framed')
  }

  override get streamName(): string | undefined {
    return this.#address.streamName
  }

  override get streamArn(): string | undefined {
    return this.#address.streamArn
  }

  override load(body: Buffer): boolean {
    this.#body = body
    return super.load(body)
  }

  override scanRecords(): boolean {
    return super.scanRecords() && this.#readAddress()
  }

  override scanRecord(): boolean {
    return this.scanRecords() && this.count === 1
  }

  #readAddress(): boolean {
    return this.#address.read(this.#body, framedHeadSize + this.#body.readUInt32LE(0))
  }
}
