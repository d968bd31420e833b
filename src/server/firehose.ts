import { EndpointMap, FirehoseSink, FolderObjects } from '../firehose-sink/index.ts'
import type { HttpClient } from '../http-client/index.ts'
import type { LogStore } from '../log/index.ts'
import { loadEndpoints } from './endpoints-file.ts'
import type { Options } from './option-table.ts'
import { objectsPlace } from './places.ts'
import type { ServerPorts } from './server-ports.ts'

/** The delivery streams, with a folder for the objects of their buckets. @throws as `loadEndpoints` */
export async function openFirehose(
  options: Options,
  ports: ServerPorts,
  parts: { readonly store: LogStore; readonly http: HttpClient },
): Promise<FirehoseSink> {
  const { limits, transitionMs } = options
  const endpoints = new EndpointMap(loadEndpoints(options.firehoseEndpoints))
  const { files, root } = objectsPlace(options, ports)
  const objects = new FolderObjects(files, root, ports.random)
  await objects.open()
  return await FirehoseSink.open({ ...ports, ...parts, objects, endpoints, limits, transitionMs })
}
