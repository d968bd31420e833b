import { createApi, targetOf } from '../api/index.ts'
import { systemClock } from '../base/index.ts'
import { type HttpServer, type Page, startHttpServer, type TlsCertificate } from '../http/index.ts'
import type { LogStore } from '../log/index.ts'
import { Links } from '../sns-layer/envelope/index.ts'
import { Signer } from '../sns-layer/signing/index.ts'
import { openData } from './data-folder.ts'
import { logMetrics } from './log-metrics.ts'
import { openFileShares } from './open-files.ts'
import type { Options } from './option-table.ts'
import { absolutePath, dataDirectory } from './places.ts'
import { ServerAddress, urlOf } from './server-address.ts'
import type { ServerPorts } from './server-ports.ts'
import { type Services, startServices } from './services.ts'
import { signingCertificate } from './signing-certificate.ts'
import { signingPage } from './signing-page.ts'
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
  const links = new Links(address)
  const signer = createSigner(ports, directory, links)
  const { segments, connections } = openFileShares(ports.logger)
  const store = await openData(ports, { directory, durability: options.durability, openFilesMax: segments })
  let services: Services | undefined
  try {
    services = await startServices(options, ports, { store, directory, identity: { signer, links } })
    const http = await startHttp(options, ports, {
      store,
      services,
      certificate,
      connections,
      pages: [signingPage(signer), ...services.pages],
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
    pages: readonly Page[]
  },
): Promise<HttpServer> {
  const { store, certificate, connections } = parts
  const services = parts.services.all
  return await startHttpServer({
    host: options.host,
    port: options.port,
    api: createApi({ services, defaultAccount: options.account, logger: ports.logger }),
    operations: services.flatMap(({ name, model }) =>
      Object.keys(model.operations).map((operation) => ({
        service: name,
        operation,
        target: targetOf(model, operation),
      })),
    ),
    failure: () => store.failure(),
    metrics: async () => [...logMetrics(store.stats()), ...(await parts.services.metrics())],
    certificate,
    pages: parts.pages,
    origins: options.origins,
    limits: { connectionsMax: connections },
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

/** Signs what SNS sends, with a key that is made when it is first needed. */
function createSigner({ files }: ServerPorts, directory: string, links: Links): Signer {
  return new Signer({
    /* Subscribers hold it against the time of day, whatever clock the server runs by. */
    load: () => signingCertificate(files, `${directory}/sns-signing`, systemClock.nowMs()),
    certificateUrl: (id) => links.certificate(id),
  })
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
