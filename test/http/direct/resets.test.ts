import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Api } from '../../../src/api/index.ts'
import { silentLogger } from '../../../src/base/index.ts'
import { RawClient } from '../raw-client.ts'
import { echo, startTestServer } from '../start.ts'
import { head, post, turns, untilNothingHeld } from './requests.ts'

const large = Buffer.alloc(8 * 1024 * 1024)

async function* stream() {
  for (let i = 0; i < 20; i++) {
    await new Promise(setImmediate)
    yield Buffer.alloc(1024 * 1024)
  }
}

/** Answers at once, later, with much or with a stream, as the first letter of the body says. */
const api: Api = async (call) => {
  const kind = call.body.toString('latin1', 0, 1)
  if (kind === 'l') await new Promise(setImmediate)
  if (kind === 'm') return { status: 200, headers: {}, body: large }
  if (kind === 's') return { status: 200, headers: {}, body: stream() }
  return await echo(call)
}

const sendings = fc.constantFrom(
  ...['echo', 'later', 'much', 'stream', 'l'.repeat(70_000)].map((body) => post(body)),
  ...['GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'garbage\r\n\r\n', 'POST / HTTP/1.1\r\nHost', head(70_000), ''],
  ...[`${head(10)}abc`, `${head(100_000)}${'m'.repeat(90_000)}`, post('echo', 'Connection: close')],
)

interface Misbehaviour {
  sendings: string[]
  reads: boolean
  turnsBefore: number
  end: 'reset' | 'end' | 'destroy' | 'end and destroy'
}

const misbehaviour: fc.Arbitrary<Misbehaviour> = fc.record({
  sendings: fc.array(sendings, { minLength: 1, maxLength: 4 }),
  reads: fc.boolean(),
  turnsBefore: fc.integer({ min: 0, max: 6 }),
  end: fc.constantFrom('reset', 'end', 'destroy', 'end and destroy'),
})

async function misbehave(port: number, { sendings, reads, turnsBefore, end }: Misbehaviour): Promise<void> {
  using raw = await RawClient.connect(port)
  if (!reads) raw.socket.pause()
  raw.send(sendings[0]!)
  await turns(1)
  raw.send(sendings.slice(1).join(''))
  await turns(turnsBefore)
  if (end === 'reset') raw.socket.resetAndDestroy()
  if (end.startsWith('end')) raw.socket.end()
  await turns(turnsBefore)
}

/*
 * Goal: however and whenever clients go away, nothing of them stays behind, and nothing goes wrong in here.
 * Method: clients that send requests of every kind, whole and in part, and leave at a random time in a random way, while
 * there is memory for two bodies only; then what the server still holds.
 */
test('clients that go away at any time leave nothing behind', async () => {
  const logged: object[] = []
  const logger = { ...silentLogger, error: (fields: object) => void logged.push(fields) }
  const limits = { bodyMemory: 256 * 1024, bodySizeMax: 128 * 1024, requestsMax: 5 }
  await using server = await startTestServer({ api, limits, logger })
  await fc.assert(
    fc.asyncProperty(fc.array(misbehaviour, { minLength: 1, maxLength: 8 }), async (clients) => {
      await Promise.all(clients.map((client) => misbehave(server.port, client)))
      await untilNothingHeld(server.port)
    }),
    { numRuns: 40 },
  )
  expect(logged).toEqual([])
  using good = await RawClient.connect(server.port)
  await good.send(post('echo')).until('"start":"echo"')
})
