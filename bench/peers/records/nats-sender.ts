import { randomBytes } from 'node:crypto'
import { recordSize, streamName } from '../../lib/bodies.ts'
import { LineSocket } from './line-socket.ts'
import type { Sender, SenderOptions } from './sender.ts'

const subjects = 4
const requestsMade = 4
/** The server answers so when the stream is there already, made by another connection with the same settings. */
const isStreamThere = '"type":"io.nats.jetstream.api.v1.stream_create_response"'

/** Publishes to JetStream, as many messages at once as a request has records. Source: NATS client protocol; JetStream API reference. */
export async function natsSender({ port, recordsPerRequest }: SenderOptions): Promise<Sender> {
  const inbox = `_INBOX.${randomBytes(8).toString('hex')}`
  const requests = Array.from({ length: requestsMade }, () => requestOf(recordsPerRequest, `${inbox}.1`))
  const isAnswer = (line: string) => line.startsWith('{"stream"') || line.includes(isStreamThere)
  const connection = await LineSocket.open(port, isAnswer, (line) => {
    if (line.startsWith('-ERR') || line.includes('"error"')) throw new Error(line)
  })
  await connection.write(
    `CONNECT {"verbose":false,"pedantic":false}\r\nSUB ${inbox}.* 1\r\n${createStream(`${inbox}.0`)}`,
    1,
  )
  let next = 0
  return {
    send: () => connection.write(requests[next++ % requestsMade]!, recordsPerRequest),
    close: () => connection.socket.destroy(),
  }
}

function createStream(reply: string): string {
  const settings = JSON.stringify({
    name: streamName,
    subjects: [`${streamName}.*`],
    storage: 'file',
    retention: 'limits',
    num_replicas: 1,
  })
  return `PUB $JS.API.STREAM.CREATE.${streamName} ${reply} ${settings.length}\r\n${settings}\r\n`
}

function requestOf(records: number, reply: string): Buffer {
  return Buffer.concat(
    Array.from({ length: records }, (_, i) => {
      const head = `PUB ${streamName}.${i % subjects} ${reply} ${recordSize}\r\n`
      return Buffer.concat([Buffer.from(head), randomBytes(recordSize), Buffer.from('\r\n')])
    }),
  )
}
