import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { SeededRandom } from '../../sim/seeded-random.ts'
import { hostileConnection } from './hostile-connections.ts'
import { type Handles, type HostileCall, hostileCall } from './hostile-requests.ts'

/*
 * Goal: no request can crash the server, make it answer 5xx, hang, or grow.
 * Method: hostile requests (HTTP with wrong insides) and hostile connections (hardly HTTP) in a seeded mix, many at a
 * time. Each call must be answered, and not by a 5xx; each connection must end; and the server must still do its work
 * in between.
 */
export interface FuzzOptions {
  readonly url: string
  readonly requests: number
  readonly seed: number
  /** Called now and then: with how many requests are done. */
  readonly progress?: (done: number) => Promise<void>
}

export interface FuzzResult {
  /** How many calls got each status; connections count as `closed`. */
  readonly outcomes: Map<string, number>
  /** What must not happen, in words that show the request. */
  readonly failures: string[]
}

const workers = 16
const callsPerConnection = 0.75
const failuresMax = 20
/** A server that is busy may take a while; one that takes longer hangs. */
const answerWithinMs = 20_000
const eventStreamType = 'application/vnd.amazon.eventstream'
/** How long a hostile connection may stay open with no answer: the server may well wait for the rest of it. */
const lingerMs = 5

export async function fuzz({ url, requests, seed, progress }: FuzzOptions): Promise<FuzzResult> {
  const outcomes = new Map<string, number>()
  const failures: string[] = []
  const agent = new http.Agent({ keepAlive: true, maxSockets: workers })
  const handles = await prepare(url)
  let begun = 0
  const work = async (worker: number) => {
    const random = new SeededRandom(seed * workers + worker)
    while (begun < requests && failures.length < failuresMax) {
      const number = ++begun
      const outcome = random.chance(callsPerConnection)
        ? await call(url, agent, hostileCall(random, handles))
        : await connect(url, random, handles)
      outcomes.set(outcome.name, (outcomes.get(outcome.name) ?? 0) + 1)
      if (outcome.failure !== undefined) failures.push(`seed ${seed}: ${outcome.failure}`)
      if (number % 5000 === 0) await progress?.(number)
    }
  }
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
  agent.destroy()
  return { outcomes, failures }
}

interface Outcome {
  name: string
  failure?: string
}

async function call(url: string, agent: http.Agent, hostile: HostileCall): Promise<Outcome> {
  const { method, path, headers, body } = hostile
  const shown = `${hostile.kind}: ${method} ${path.slice(0, 80)} ${JSON.stringify(body.toString('latin1').slice(0, 300))}`
  try {
    const signal = AbortSignal.timeout(answerWithinMs)
    const length = { 'content-length': body.length }
    const request = http.request(url, { agent, method, path, headers: { ...headers, ...length }, signal })
    request.end(body)
    const [response] = await once(request, 'response', { signal })
    const status: number = response.statusCode
    let text = ''
    for await (const piece of response) {
      text += piece
      /* The rest would take minutes, and a client may go at any time. */
      if (response.headers['content-type'] === eventStreamType) break
    }
    return { name: String(status), ...(status >= 500 && { failure: `${status} ${text} for ${shown}` }) }
  } catch (error) {
    return { name: 'none', failure: `${error} for ${shown}` }
  }
}

async function connect(url: string, random: SeededRandom, { consumerArn }: Handles): Promise<Outcome> {
  const { bytes } = hostileConnection(random, consumerArn)
  const socket = net.connect(Number(new URL(url).port), '127.0.0.1')
  let answered = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    answered += text.slice(0, 100)
  })
  socket.on('error', () => undefined)
  const closed = once(socket, 'close').catch(() => undefined)
  if (random.chance(0.5)) socket.end(bytes)
  else socket.write(bytes)
  /* The server answers what it can make out and closes, or waits for what will not come. */
  setTimeout(() => socket.destroy(), lingerMs).unref()
  await closed
  const failed = /^HTTP\/1\.1 5\d\d/.test(answered)
  return {
    name: 'closed',
    ...(failed && { failure: `${answered} for ${JSON.stringify(bytes.toString('latin1'))}` }),
  }
}

/** The stream that the requests are about, and a consumer of it. */
async function prepare(url: string): Promise<Handles> {
  await kinesis(url, 'CreateStream', { StreamName: 'fuzz', ShardCount: 1 })
  const { ShardIterator } = await kinesis(url, 'GetShardIterator', {
    StreamName: 'fuzz',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  })
  const { Consumer } = await kinesis(url, 'RegisterStreamConsumer', {
    StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/fuzz',
    ConsumerName: 'reader',
  })
  const { ConsumerARN } = Consumer as { ConsumerARN: string }
  return { iterator: String(ShardIterator), consumerArn: ConsumerARN }
}

/** A good call, for what a server must still do. @throws when it does not */
export async function kinesis(
  url: string,
  operation: string,
  input: object,
): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Kinesis_20131202.${operation}`,
    },
    body: JSON.stringify(input),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${text}`)
  return text === '' ? {} : JSON.parse(text)
}
