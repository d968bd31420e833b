import { expect, onTestFinished, test } from 'vitest'
import { type FirehoseServer, serve, startFirehose, toBucket } from '../../api/firehose/firehose-server.ts'
import { KeptObjects } from '../kept-objects.ts'
import { settle, until } from '../until.ts'

interface Event {
  readonly records: readonly { readonly recordId: string; readonly data: string }[]
}

/** Gives each record the partition that its first letter names, drops those of `x`, and remembers what it was called with. */
class Partitioner {
  readonly calls: string[] = []

  has(): boolean {
    return true
  }

  async invoke(_: string, payload: Uint8Array): Promise<Buffer> {
    const { records } = JSON.parse(Buffer.from(payload).toString()) as Event
    const texts = records.map(({ data }) => Buffer.from(data, 'base64').toString())
    this.calls.push(texts.map((text) => text.slice(0, 2)).join())
    const results = records.map(({ recordId, data }, i) => {
      const metadata = { partitionKeys: { letter: texts[i]?.slice(0, 1) } }
      return { recordId, result: texts[i]?.startsWith('x') ? 'Dropped' : 'Ok', data, metadata }
    })
    return Buffer.from(JSON.stringify({ records: results }))
  }

  async close(): Promise<void> {}
}

const lambdaWith = (parameters: Record<string, string>) => ({
  ProcessingConfiguration: {
    Enabled: true,
    Processors: [
      {
        Type: 'Lambda',
        Parameters: Object.entries({ LambdaArn: 'f', ...parameters }).map(
          ([ParameterName, ParameterValue]) => ({ ParameterName, ParameterValue }),
        ),
      },
    ],
  },
})

async function start(changes: object) {
  const functions = new Partitioner()
  const objects = new KeptObjects()
  const server = await startFirehose({ objects, functions })
  onTestFinished(() => server.sink.close())
  expect((await server.answer('CreateDeliveryStream', toBucket('s', changes))).message).toBeUndefined()
  return { server, objects, functions }
}

async function put(server: FirehoseServer, ...texts: string[]): Promise<void> {
  const Records = texts.map((text) => ({ Data: Buffer.from(text).toString('base64') }))
  await server.answer('PutRecordBatch', { DeliveryStreamName: 's', Records })
  await settle()
}

async function advance({ clock }: FirehoseServer, seconds: number): Promise<void> {
  clock.advance(seconds * 1000)
  await settle()
}

const hints = (SizeInMBs: number, IntervalInSeconds: number) => ({
  BufferingHints: { SizeInMBs, IntervalInSeconds },
})

function positionIn({ sink }: FirehoseServer): string | undefined {
  const [stream] = sink.streams.all()
  return sink.streams.positionsOf(stream!)?.get('direct')
}

test('a function is called when its interval is over, and what it made is delivered when that of the destination is', async () => {
  const { server, objects, functions } = await start({
    ...hints(5, 100),
    ...lambdaWith({ BufferIntervalInSeconds: '30' }),
  })
  await put(server, 'a1')
  await advance(server, 29)
  await put(server, 'a2')
  expect(functions.calls).toEqual([])
  await advance(server, 1)
  expect(functions.calls).toEqual(['a1,a2'])
  await put(server, 'a3')
  await advance(server, 30)
  expect(functions.calls).toEqual(['a1,a2', 'a3'])
  await advance(server, 69)
  expect(objects.texts()).toEqual([])
  await advance(server, 1)
  expect(objects.texts()).toEqual(['a1a2a3'])
})

test('a function is called with as much as its size at once, and the rest waits', async () => {
  const { server, functions } = await start({ ...hints(5, 100), ...lambdaWith({ BufferSizeInMBs: '0.2' }) })
  const filler = 'y'.repeat(150_000)
  await put(server, `a1${filler}`, `a2${filler}`, `a3${filler}`)
  expect(functions.calls).toEqual(['a1,a2'])
  await advance(server, 60)
  expect(functions.calls).toEqual(['a1,a2', 'a3'])
})

test('what a function drops is confirmed', async () => {
  const { server, objects } = await start({
    ...hints(5, 10),
    ...lambdaWith({ BufferIntervalInSeconds: '0' }),
  })
  await put(server, 'x1', 'x2')
  await advance(server, 10)
  await until(() => positionIn(server) === '2')
  expect(objects.texts()).toEqual([])
})

test('each partition is delivered in its own time, and what none has delivered is there after a restart', async () => {
  const { server, objects } = await start({
    ...hints(64, 60),
    ...lambdaWith({ BufferIntervalInSeconds: '0' }),
    DynamicPartitioningConfiguration: { Enabled: true },
    Prefix: '!{partitionKeyFromLambda:letter}/',
    ErrorOutputPrefix: 'bad/',
  })
  await put(server, 'a1')
  await advance(server, 30)
  await put(server, 'b1', 'a2')
  await advance(server, 30)
  await until(() => positionIn(server) === '1')
  expect(objects.texts()).toEqual(['a1a2'])
  const again = serve(await server.restart())
  onTestFinished(() => again.sink.close())
  await settle()
  await advance(again, 60)
  await until(() => positionIn(again) === '3')
  expect(objects.texts()).toEqual(['a1a2', 'b1', 'a2'])
})
