import { ManualClock, MemoryFileSystem, silentLogger, systemRandom } from '../../src/base/index.ts'
import {
  type Catalog,
  EndpointMap,
  type FirehoseOptions,
  FirehoseSink,
  FolderObjects,
  type ObjectStore,
} from '../../src/firehose-sink/index.ts'
import { Functions } from '../../src/functions/index.ts'
import { HttpClient } from '../../src/http-client/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import { openStreams, type Streams, type StreamsOptions } from '../../src/shards/index.ts'
import { openTestStore } from '../log/open-test-store.ts'

export interface TestFirehose {
  readonly sink: FirehoseSink
  readonly store: LogStore
  /** Streams that can be its sources. */
  readonly kinesis: Streams
  readonly clock: ManualClock
  readonly files: MemoryFileSystem
  /** Closes all, and opens it again over the same disk. */
  restart(): Promise<TestFirehose>
}

interface TestOptions {
  readonly limits?: 'aws' | 'off'
  readonly transitionMs?: number
  readonly objects?: ObjectStore
  readonly functions?: Functions
  readonly catalog?: Catalog
  /** Where endpoints are. */
  readonly endpoints?: EndpointMap
  /** Of the Kinesis streams: no limits unless asked for. */
  readonly kinesis?: Partial<StreamsOptions>
  readonly openKafka?: NonNullable<FirehoseOptions['openKafka']>
}

/** Delivery streams over a memory disk. */
export async function openTestFirehose(
  { kinesis: streamsOptions, ...options }: TestOptions = {},
  files = new MemoryFileSystem(),
  clock = new ManualClock(),
): Promise<TestFirehose> {
  const ports = { files, clock, random: systemRandom, logger: silentLogger }
  const store = await openTestStore(ports)
  const http = new HttpClient({ clock, allowPrivateAddresses: true })
  const endpoints = new EndpointMap()
  const objects = options.objects ?? new FolderObjects(files, '/objects', systemRandom)
  const functions = new Functions({}, { ...ports, http })
  const kinesis = await openStreams({ ...ports, store, limits: 'off', ...streamsOptions })
  const parts = { functions, ...ports, store, http, endpoints, objects, kinesis }
  const sink = await FirehoseSink.open({ ...parts, limits: 'aws', ...options })
  return {
    sink,
    store,
    kinesis,
    clock,
    files,
    async restart() {
      await sink.close()
      await kinesis.close()
      await store.close()
      return openTestFirehose({ ...options, kinesis: streamsOptions ?? {} }, files, clock)
    },
  }
}
