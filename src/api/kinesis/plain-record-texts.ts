import {
  type RecordCursor,
  type SequenceNumbers,
  secondsOf,
  sequenceNumberDigits,
} from '../../shards/index.ts'
import { numberHead, type RecordWriter, tailOf, timeOf } from './record-text-form.ts'

/** What RecordTexts does, without WebAssembly: for machines whose vectors it cannot use. */
export class PlainRecordTexts implements RecordWriter {
  #body: Buffer = Buffer.alloc(0)
  #at = 0

  write(body: Buffer, at: number, cursor: RecordCursor, numbers: SequenceNumbers): number {
    this.#body = body
    this.#at = at
    while (cursor.next()) this.#writeOne(cursor, numbers)
    this.#body = Buffer.alloc(0)
    return this.#at
  }

  #writeOne(cursor: RecordCursor, numbers: SequenceNumbers): void {
    const { offset, arrivalMs, frames, keyEnd, dataEnd } = cursor
    this.#add(numberHead)
    numbers.write(this.#body, this.#at, offset, secondsOf(arrivalMs))
    this.#at += sequenceNumberDigits
    this.#add(timeOf(arrivalMs))
    this.#add(frames.toString('base64', keyEnd, dataEnd))
    this.#at += this.#body.write(tailOf(cursor), this.#at)
  }

  #add(ascii: string): void {
    this.#at += this.#body.write(ascii, this.#at, 'latin1')
  }
}
