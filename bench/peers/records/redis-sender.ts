import { randomBytes } from 'node:crypto'
import { recordSize, streamName } from '../../lib/bodies.ts'
import { LineSocket } from './line-socket.ts'
import type { Sender, SenderOptions } from './sender.ts'

const streams = 4
const requestsMade = 4

/** Pipelines XADDs, as many as a request has records. Source: the Redis protocol specification. */
export async function redisSender({ port, recordsPerRequest }: SenderOptions): Promise<Sender> {
  const requests = Array.from({ length: requestsMade }, () => requestOf(recordsPerRequest))
  const isId = (line: string) => /^\d+-\d+$/.test(line)
  const connection = await LineSocket.open(port, isId, (line) => {
    if (line.startsWith('-')) throw new Error(line)
  })
  let next = 0
  return {
    send: () => connection.write(requests[next++ % requestsMade]!, recordsPerRequest),
    close: () => connection.socket.destroy(),
  }
}

function requestOf(records: number): Buffer {
  return Buffer.concat(
    Array.from({ length: records }, (_, i) => {
      const key = randomBytes(10).toString('hex')
      const words = ['XADD', `${streamName}:${i % streams}`, '*', key].map(bulk)
      return Buffer.concat([Buffer.from('*5\r\n'), ...words, bulk(randomBytes(recordSize))])
    }),
  )
}

function bulk(value: string | Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`$${Buffer.byteLength(value)}\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ])
}
