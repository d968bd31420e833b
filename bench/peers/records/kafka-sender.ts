import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { recordSize, streamName } from '../../lib/bodies.ts'
import type { Sender, SenderOptions } from './sender.ts'

const requestsMade = 4
const acknowledgedByAll = -1

/** What is used of `@platformatic/kafka`, which is installed with the peers. */
interface KafkaClient {
  readonly Producer: new (
    options: object,
  ) => {
    send(request: object): Promise<unknown>
    close(): Promise<void>
  }
}

/** One producer, whose requests are one `send` of as many messages as a request has records. */
export async function kafkaSender({ port, recordsPerRequest, clients }: SenderOptions): Promise<Sender> {
  const { resolve } = createRequire(`${clients}/package.json`)
  const { Producer } = (await import(pathToFileURL(resolve('@platformatic/kafka')).href)) as KafkaClient
  const producer = new Producer({
    clientId: 'millrace-bench',
    bootstrapBrokers: [`127.0.0.1:${port}`],
    autocreateTopics: true,
  })
  const requests = Array.from({ length: requestsMade }, () =>
    Array.from({ length: recordsPerRequest }, () => ({
      topic: streamName,
      key: Buffer.from(randomBytes(10).toString('hex')),
      value: randomBytes(recordSize),
    })),
  )
  let next = 0
  return {
    async send() {
      await producer.send({ messages: requests[next++ % requestsMade], acks: acknowledgedByAll })
    },
    close: () => void producer.close(),
  }
}
