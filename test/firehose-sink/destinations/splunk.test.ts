import { afterEach, expect, test } from 'vitest'
import { splunk } from '../../../src/firehose-sink/destinations/splunk/splunk-kind.ts'
import type { SplunkDestinationConfiguration } from '../../../src/firehose-sink/shapes.ts'
import { DestinationWorld, deliveryOf, failureBucket, label, recordsOf } from './destination-world.ts'
import { HecServer } from './hec-server.ts'

let world = new DestinationWorld()
afterEach(async () => {
  await world.close()
  world = new DestinationWorld()
})

async function openAt(server: HecServer, changes: Partial<SplunkDestinationConfiguration> = {}) {
  const config = splunk.complete({
    HECEndpoint: await world.serve(server.handle),
    HECEndpointType: 'Raw',
    HECToken: 'token',
    S3Configuration: failureBucket,
    ...changes,
  })
  return splunk.open(config, label, world.ports())
}

/** Moves the clock on whenever something sleeps, until the delivery is over. */
async function settled<Result>(delivery: Promise<Result>): Promise<Result> {
  let over = false
  const result = delivery.finally(() => {
    over = true
  })
  while (!over) {
    await new Promise((resolve) => setImmediate(resolve))
    if (world.clock.sleepers > 0) world.clock.advance(1000)
  }
  return result
}

test.each([
  ['Raw', ['a\n', 'b\n'], 'a\nb\n'],
  ['Event', ['{"event":"a"}', '{"event":{"n":1}}'], '{"event":"a"}{"event":{"n":1}}'],
] as const)(
  'Splunk gets the records for its %s endpoint, and confirms them when they are indexed',
  async (type, texts, body) => {
    const server = new HecServer()
    server.questionsUntilIndexed = 3
    const destination = await openAt(server, { HECEndpointType: type })
    expect(await settled(destination.deliver(deliveryOf(recordsOf(...texts))))).toEqual([])
    expect(server.bodies).toEqual([body])
    expect(server.questions).toBe(4)
    expect(await settled(destination.deliver(deliveryOf(recordsOf(...texts))))).toEqual([])
  },
)

test('nothing is confirmed when Splunk does not index the data in time', async () => {
  const server = new HecServer()
  server.questionsUntilIndexed = Number.POSITIVE_INFINITY
  const failed = await settled((await openAt(server)).deliver(deliveryOf(recordsOf('a', 'b'))))
  expect(failed).toMatchObject([{ index: 0, code: 'Splunk.AckTimeout', retryable: true }, { index: 1 }])
  expect(server.questions).toBe(180)
})

test('nothing is confirmed without acknowledgement, with a wrong token, or for data that is no event', async () => {
  const server = new HecServer()
  server.ackEnabled = false
  const records = deliveryOf(recordsOf('no event'))
  const codeWith = async (changes: Partial<SplunkDestinationConfiguration>) =>
    (await settled((await openAt(server, changes)).deliver(records))).map(({ code, retryable }) => [
      code,
      retryable,
    ])
  expect(await codeWith({})).toEqual([['Splunk.DisabledAck', true]])
  expect(await codeWith({ HECToken: 'other' })).toEqual([['Splunk.InvalidToken', true]])
  expect(await codeWith({ HECEndpointType: 'Event' })).toEqual([['Splunk.InvalidDataFormat', false]])
})

test('an acknowledgement that cannot be asked for is asked for again, and an attempt that is over ends at once', async () => {
  const server = new HecServer()
  let failing = 2
  const url = await world.serve((request, response) => {
    if (request.url?.includes('/ack') && failing-- > 0) response.destroy()
    else void server.handle(request, response)
  })
  const destination = await openAt(server, { HECEndpoint: url })
  expect(await settled(destination.deliver(deliveryOf(recordsOf('a'))))).toEqual([])

  server.questionsUntilIndexed = Number.POSITIVE_INFINITY
  const stop = new AbortController()
  const delivery = destination.deliver(deliveryOf(recordsOf('a'), { signal: stop.signal }))
  const asked = server.questions
  while (server.questions === asked) await new Promise((resolve) => setImmediate(resolve))
  stop.abort()
  await expect(delivery).rejects.toMatchObject({ code: 'FIREHOSE_DELIVERY_FAILED' })
})
