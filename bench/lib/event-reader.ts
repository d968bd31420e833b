import { connect, type Socket } from 'node:net'
import { kinesisRequest } from './http-request.ts'
import { idAt, idBase64Length } from './record-id.ts'
import { shardIdOf } from './streams.ts'

const dataMark = Buffer.from('"Data":"')
const eventMark = Buffer.from('SubscribeToShardEvent')
const begun = Buffer.from('initial-response')
const readBufferSize = 256 * 1024
/** What may be the beginning of a record's mark and number at the end of a read. */
const heldMax = dataMark.length + idBase64Length - 1

/**
 * One subscription on a connection of its own. Looks for records in the bytes as they come, without
 * taking messages apart: that they are what they should be is for the tests, and their parsing would be most of a run.
 */
export class EventReader {
  readonly #socket: Socket
  readonly #onRecord: (id: number, nowMs: number) => void
  #held = Buffer.alloc(0)
  events = 0

  private constructor(socket: Socket, onRecord: (id: number, nowMs: number) => void) {
    this.#socket = socket
    this.#onRecord = onRecord
  }

  /** @throws Error with what came instead of a stream of events */
  static subscribe(
    port: number,
    ConsumerARN: string,
    shard: number,
    onRecord: (id: number, nowMs: number) => void,
    startingPosition: 'LATEST' | 'TRIM_HORIZON' = 'LATEST',
  ): Promise<EventReader> {
    const request = kinesisRequest('SubscribeToShard', {
      ConsumerARN,
      ShardId: shardIdOf(shard),
      StartingPosition: { Type: startingPosition },
    })
    return new Promise((resolve, reject) => {
      const onread = {
        buffer: Buffer.alloc(readBufferSize),
        callback: (size: number, buffer: Uint8Array) => {
          const bytes = (buffer as Buffer).subarray(0, size)
          if (bytes.includes(begun)) resolve(reader)
          else if (bytes.toString('latin1', 0, 12) === 'HTTP/1.1 400')
            reject(new Error(bytes.toString('latin1')))
          reader.#push(bytes)
          return true
        },
      }
      const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread }, () => socket.write(request))
      const reader = new EventReader(socket, onRecord)
      socket.on('error', reject)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #push(read: Buffer): void {
    const nowMs = performance.now()
    const bytes = this.#held.length === 0 ? read : Buffer.concat([this.#held, read])
    for (let at = read.indexOf(eventMark); at >= 0; at = read.indexOf(eventMark, at + 1)) this.events++
    let end = 0
    for (;;) {
      const mark = bytes.indexOf(dataMark, end)
      if (mark < 0 || mark + dataMark.length + idBase64Length > bytes.length) break
      end = mark + dataMark.length + idBase64Length
      this.#onRecord(idAt(bytes, mark + dataMark.length), nowMs)
    }
    this.#held = Buffer.from(bytes.subarray(Math.max(end, bytes.length - heldMax)))
  }
}
