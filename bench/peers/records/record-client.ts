/*
 * The load of a server that does not speak an AWS protocol: a process of its own, one request in flight on each connection, as
 * lib/load-client.ts. Prints what it saw in the measured window as one line of JSON.
 *
 *   node bench/peers/records/record-client.ts '<LoadSpec and RecordLoad as JSON>'
 */
import type { LoadSpec } from '../../lib/load.ts'
import { MeasuredWindow } from '../../lib/measured-window.ts'
import { kafkaSender } from './kafka-sender.ts'
import { natsSender } from './nats-sender.ts'
import { redisSender } from './redis-sender.ts'
import type { Sender, SenderOptions } from './sender.ts'

const senders = { redis: redisSender, nats: natsSender, kafka: kafkaSender }

export interface RecordLoad extends LoadSpec {
  readonly protocol: keyof typeof senders
  readonly clients: string
}

const spec = JSON.parse(process.argv[2] ?? '') as RecordLoad
const open: (options: SenderOptions) => Promise<Sender> = senders[spec.protocol]
const connections: Sender[] = []
for (let i = 0; i < spec.connections; i++) {
  const sender = await open(spec)
  await sender.send()
  connections.push(sender)
}

let stopping = false
const window = new MeasuredWindow(spec)
const busy = connections.map((sender) => keepBusy(sender))
console.log(JSON.stringify(await Promise.race([window.measure(), Promise.all(busy)])))
stopping = true
await Promise.all(busy)
for (const sender of connections) sender.close()
process.exit(0)

async function keepBusy(sender: Sender): Promise<void> {
  while (!stopping) {
    const startedMs = performance.now()
    await sender.send()
    window.answered(startedMs)
  }
}
