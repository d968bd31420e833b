import { flushCompileCache } from 'node:module'
import { type ClosedService, namedBy } from '../api/index.ts'
import type { CountedOperation, Metric, Page } from '../http/index.ts'
import type { LogStore } from '../log/index.ts'
import type { OpenFirehose } from './firehose.ts'
import { firehosePage } from './firehose-page.ts'
import { OnDemand } from './on-demand.ts'
import type { OpenService } from './open-service.ts'
import type { Options } from './option-table.ts'
import type { ServerAddress } from './server-address.ts'
import type { ServerPorts } from './server-ports.ts'
import { type ServiceDoor, type ServiceName, serviceDoors, serviceNames } from './service-doors.ts'
import { signingPage } from './signing-page.ts'
import type { SnsIdentity } from './sns-identity.ts'

export interface Services {
  readonly all: readonly ClosedService[]
  /** What a target names, of a service that is open. */
  operationOf(target: string): CountedOperation | undefined
  /** What those that are open have counted, for /metrics. */
  metrics(): Promise<Metric[]>
  /** What they show by paths of their own. */
  readonly pages: readonly Page[]
  /** To be called before the store is closed: lets nothing of theirs be on its way to it any more. */
  close(): Promise<void>
}

export interface ServiceParts {
  readonly store: LogStore
  /** The data folder. */
  readonly directory: string
  readonly address: ServerAddress
}

/**
 * Every AWS service that this server is, and its own leases, on one log store. Each is loaded and opened now if the store
 * holds anything of it or an option is its to check, else by its first request: most servers are used for one or two.
 * @throws CodedError SERVER_OPTION_INVALID, FIREHOSE_PEER_MISSING, what opening a state throws
 */
export async function startServices(
  options: Options,
  ports: ServerPorts,
  parts: ServiceParts,
): Promise<Services> {
  /* What the modules up to here have read of the cache is given back before more is read: see `load`. */
  flushCompileCache()
  const { functions, identity, byName } = onDemand(options, ports, parts)
  const opened = () => serviceNames.flatMap((name) => byName[name].opened ?? [])
  const { kinesis, firehose } = byName
  /* Each before what it was opened with. */
  const closing = [byName.sns, firehose, functions, kinesis, byName.sqs, byName.leases]
  const close = async () => {
    for (const each of closing) await each.close()
  }
  try {
    if (options.functions !== undefined) await functions.get()
    for (const name of serviceNames) {
      if (isDue(serviceDoors[name], options, parts.store)) await load(byName[name])
    }
    /* What comes to channels is delivered by Firehose. */
    if (kinesis.opened?.streams.channels.all().next().done === false) await firehose.get()
  } catch (error) {
    await close()
    throw error
  }
  return {
    all: serviceNames.map((name) => ({
      ...serviceDoors[name],
      open: async () => (await load(byName[name])).service,
    })),
    operationOf: (target) =>
      namedBy(
        target,
        opened().map(({ service }) => service),
      ),
    metrics: async () => (await Promise.all(opened().map((each) => each.metrics()))).flat(),
    pages: [signingPage(identity), firehosePage(() => firehose.opened?.sink)],
    close,
  }
}

/**
 * Opens a service. Where a cache of compiled code is on (cli/main.js), what is new goes to the disk now, as a server that is
 * killed writes nothing at its end; and what came from there leaves memory, 3 MB less at its fullest.
 */
async function load<Opened extends OpenService>(demand: OnDemand<Opened>): Promise<Opened> {
  const opened = await demand.get()
  flushCompileCache()
  return opened
}

function isDue({ logs, checks }: ServiceDoor, options: Options, store: LogStore): boolean {
  return (
    logs.some((log) => store.bounds(log).next > 0) || checks.some((option) => options[option] !== undefined)
  )
}

/** The services, and what several of them need. None is there before somebody asks for it. */
function onDemand(options: Options, ports: ServerPorts, { store, directory, address }: ServiceParts) {
  let known: Promise<SnsIdentity> | undefined
  const identity = () => {
    known ??= import('./sns-identity.ts').then(({ snsIdentity }) => snsIdentity(ports, directory, address))
    return known
  }
  const functions = new OnDemand(async () => {
    const { openFunctions } = await import('./functions.ts')
    return await openFunctions(options, ports)
  })
  const kinesis = new OnDemand(async () => {
    const { openKinesis } = await import('./kinesis.ts')
    const channels = async () => (await firehose.get()).sink.channels
    return await openKinesis(options, ports, { store, channels })
  })
  const firehose = new OnDemand(async (): Promise<OpenFirehose> => {
    const { streams } = await kinesis.get()
    const calls = await functions.get()
    const { openFirehose } = await import('./firehose.ts')
    return await openFirehose(options, ports, { store, kinesis: streams, ...calls })
  })
  const sqs = new OnDemand(async () => {
    const { openSqs } = await import('./sqs.ts')
    return await openSqs(options, ports, store)
  })
  const sns = new OnDemand(async () => {
    const { queues } = await sqs.get()
    const calls = await functions.get()
    const { openSns } = await import('./sns.ts')
    return await openSns(options, ports, {
      store,
      directory,
      identity: await identity(),
      queues,
      functions: calls.functions,
      firehose: async () => (await firehose.get()).sink,
    })
  })
  const leases = new OnDemand(async () => {
    const { openLeases } = await import('./leases.ts')
    return await openLeases(ports, store)
  })
  const byName = { kinesis, sqs, sns, leases, firehose } satisfies Record<ServiceName, OnDemand<OpenService>>
  return { functions, identity, byName }
}
