import { createApi } from '../api/index.ts'
import { systemClock } from '../base/index.ts'
import { type HttpServer, startHttpServer, type TlsCertificate } from '../http/index.ts'
import type { LogStore } from '../log/index.ts'
import { openData } from './data-folder.ts'
import { logMetrics } from './log-metrics.ts'
import { openFileShares } from './open-files.ts'
import type { Options } from './option-table.ts'
import { absolutePath, dataDirectory } from './places.ts'
import { ServerAddress, urlOf } from './server-address.ts'
import type { ServerPorts } from './server-ports.ts'
import { type Services, startServices } from './services.ts'
import { loadCertificate, ownCertificate } from './tls-certificate.ts'

export interface Server {
  /** Where it answers: `http://127.0.0.1:4567`. The same port takes HTTPS. */
  readonly url: string
  readonly port: number
  /** Finishes what is under way, makes everything durable and gives the data folder back. Calling it again is the same call. */
  close(): Promise<void>
}

/**
 * Puts the layers together and starts them from the bottom up. What has been started is stopped again if a later one
 * cannot.
 * @throws CodedError SERVER_…, LOG_…, HTTP_…: for the person who started it
 */
export async function startServer(options: Options, ports: ServerPorts): Promise<Server> {
  const directory = dataDirectory(options)
  const certificate = await certificateSource(options, ports, directory)
  const address = new ServerAddress(options)
  const { segments, connections } = openFileShares(ports.logger)
  const store = await openData(ports, { directory, durability: options.durability, openFilesMax: segments })
  let services: Services | undefined
  try {
    services = await startServices(options, ports, { store, directory, address })
    const http = await startHttp(options, ports, {
      store,
      services,
      certificate,
      connections,
    })
    address.listensOn(http.port)
    return runningServer(options, { http, services, store })
  } catch (error) {
    await services?.close()
    await store.close()
    throw error
  }
}

async function startHttp(
  options: Options,
  ports: ServerPorts,
  parts: {
    store: LogStore
    services: Services
    certificate: () => Promise<TlsCertificate>
    connections: number
  },
): Promise<HttpServer> {
  const { store, services, certificate, connections } = parts
  return await startHttpServer({
    host: options.host,
    port: options.port,
    api: createApi({ services: services.all, defaultAccount: options.account, logger: ports.logger }),
    operationOf: services.operationOf,
    failure: () => store.failure(),
    metrics: async () => [...logMetrics(store.stats()), ...(await services.metrics())],
    certificate,
    pages: services.pages,
    origins: options.origins,
    limits: { connectionsMax: connections },
    bodyPlace: store.arena.inputs,
    ...ports,
    /* Sockets and those at their other end live in real time, whatever clock the streams live by. */
    clock: systemClock,
  })
}

interface Running {
  readonly http: HttpServer
  readonly services: Services
  readonly store: LogStore
}

function runningServer(options: Options, { http, services, store }: Running): Server {
  let closed: Promise<void> | undefined
  return {
    url: urlOf(options, http.port),
    port: http.port,
    close() {
      closed ??= http
        .close()
        .then(() => services.close())
        .then(() => store.close())
      return closed
    },
  }
}

/** The operator's certificate is read now, so that a wrong path is told now; our own is made when it is needed. */
async function certificateSource(
  options: Options,
  { files, logger }: ServerPorts,
  directory: string,
): Promise<() => Promise<TlsCertificate>> {
  const { tlsCert: certFile, tlsKey: keyFile } = options
  if (certFile === undefined || keyFile === undefined) {
    /* Clients hold it against the time of day, whatever clock the server runs by. */
    return () => ownCertificate(files, `${directory}/tls`, { nowMs: systemClock.nowMs(), logger })
  }
  const certificate = await loadCertificate({
    certFile: absolutePath(certFile),
    keyFile: absolutePath(keyFile),
  })
  return async () => certificate
}
