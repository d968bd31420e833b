import { createFirehoseService } from '../api/firehose/index.ts'
import {
  EndpointMap,
  FirehoseSink,
  FolderObjects,
  type ObjectStore,
  S3Objects,
} from '../firehose-sink/index.ts'
import type { Functions } from '../functions/index.ts'
import type { HttpClient } from '../http-client/index.ts'
import type { LogStore } from '../log/index.ts'
import type { Streams } from '../shards/index.ts'
import { loadCatalog } from './catalog-file.ts'
import { channelMetrics } from './channel-metrics.ts'
import { loadEndpoints } from './endpoints-file.ts'
import { optionInvalid } from './errors.ts'
import { firehoseMetrics } from './firehose-metrics.ts'
import type { OpenService } from './open-service.ts'
import type { Options } from './option-table.ts'
import { objectsPlace } from './places.ts'
import type { ServerPorts } from './server-ports.ts'
import { warnOfUnenforcedFirehose } from './unenforced-firehose-settings.ts'

export interface OpenFirehose extends OpenService {
  readonly sink: FirehoseSink
}

interface FirehoseParts {
  readonly store: LogStore
  readonly http: HttpClient
  readonly kinesis: Streams
  readonly functions: Functions
}

/** Firehose, with the place of its buckets, and what channels deliver. @throws as `loadEndpoints` and `openObjects` */
export async function openFirehose(
  options: Options,
  ports: ServerPorts,
  parts: FirehoseParts,
): Promise<OpenFirehose> {
  const { limits, transitionMs } = options
  const endpoints = new EndpointMap(loadEndpoints(options.firehoseEndpoints))
  const catalog = loadCatalog(options.catalog)
  const objects = await openObjects(options, ports)
  const places = { objects, endpoints, catalog }
  const sink = await FirehoseSink.open({ ...ports, ...parts, ...places, limits, transitionMs })
  warnOfUnenforcedFirehose(sink, ports.logger)
  return {
    sink,
    service: createFirehoseService(sink),
    metrics: async () => [...channelMetrics(parts.kinesis, sink), ...firehoseMetrics(sink)],
    close: () => sink.close(),
  }
}

/** Where the buckets are. @throws SERVER_OPTION_INVALID, FIREHOSE_PEER_MISSING */
async function openObjects(options: Options, ports: ServerPorts): Promise<ObjectStore> {
  const url = options.firehoseS3Endpoint
  if (url === undefined) {
    const { files, root } = objectsPlace(options, ports)
    const folder = new FolderObjects(files, root, ports.random)
    await folder.open()
    return folder
  }
  if (!URL.canParse(url)) throw optionInvalid('--firehose-s3-endpoint', 'must be a URL')
  return await S3Objects.open(url)
}
