import type { RequestListener } from 'node:http'
import { ManualClock, silentLogger, systemRandom } from '../../../src/base/index.ts'
import type { Delivery, SinkRecord } from '../../../src/firehose-sink/destinations/destination.ts'
import type { DestinationPorts } from '../../../src/firehose-sink/destinations/destination-kind.ts'
import { EndpointMap } from '../../../src/firehose-sink/destinations/endpoint-map.ts'
import type { StoredObject } from '../../../src/firehose-sink/objects/object-store.ts'
import { WorkerPool } from '../../../src/firehose-sink/workers/worker-pool.ts'
import { HttpClient } from '../../../src/http-client/index.ts'
import { TestServers } from '../../http-client/test-servers.ts'

/** Knows whether anyone waits for it to move. */
class WatchedClock extends ManualClock {
  sleepers = 0

  override async sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    this.sleepers++
    await super.sleep(delayMs, signal)
    this.sleepers--
  }
}

/** What destinations get from outside, and real servers on loopback. */
export class DestinationWorld {
  readonly clock = new WatchedClock()
  /** Of the deadlines of requests. */
  readonly httpClock = new ManualClock()
  readonly stored: StoredObject[] = []
  readonly #servers = new TestServers()
  readonly #pool = new WorkerPool(1)
  readonly #http = new HttpClient({ clock: this.httpClock, allowPrivateAddresses: true })

  /** @param urls as in the file of --firehose-endpoints */
  ports(urls: Record<string, string> = {}): DestinationPorts {
    return {
      clock: this.clock,
      random: systemRandom,
      logger: silentLogger,
      http: this.#http,
      endpoints: new EndpointMap(urls),
      catalog: {},
      pool: this.#pool,
      objects: {
        put: async (object) => {
          this.stored.push(object)
        },
      },
    }
  }

  serve(handle: RequestListener): Promise<string> {
    return this.#servers.serve(handle)
  }

  async close(): Promise<void> {
    await this.#pool.close()
    this.#http.close()
    await this.#servers.close()
  }
}

export const label = {
  account: '000000000000',
  region: 'us-east-1',
  name: 'orders',
  arn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/orders',
  versionId: '1',
  sourceArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/orders',
}

export const failureBucket = {
  RoleARN: 'arn:aws:iam::000000000000:role/firehose',
  BucketARN: 'arn:aws:s3:::failed',
}

export const recordsOf = (...texts: string[]): SinkRecord[] =>
  texts.map((text, i) => ({ data: Buffer.from(text), arrivalMs: 1_700_000_000_000, position: String(i) }))

export function deliveryOf(records: readonly SinkRecord[], changes: Partial<Delivery> = {}): Delivery {
  return {
    id: '5a7cd8a6-8f54-4f2e-9d06-2f7a6f3f1f52',
    attempt: 1,
    records,
    signal: new AbortController().signal,
    ...changes,
  }
}

export async function bodyOf(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
