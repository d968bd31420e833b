import { assert } from '../base/index.ts'
import { type ClosedService, isClosed } from './closed-service.ts'
import type { Route } from './routed-request.ts'
import type { Service } from './service.ts'

/** How a Query request says which service it is for. */
export interface QueryAddress {
  readonly action: string
  readonly version: string | undefined
  /** Of the signature: `sqs`. */
  readonly scopeService: string | undefined
}

type Listed = Service | ClosedService

/** Finds the service that a request is for. */
export class ServiceDirectory {
  readonly #byTarget = new Map<string, Service>()
  readonly #closedByTarget = new Map<string, ClosedService>()
  /** By the whole target, so that a request is routed by one look. */
  readonly #routes = new Map<string, Route>()
  /** In the order in which they are asked for an action. */
  readonly #speakingQuery: Listed[] = []

  constructor(services: readonly Listed[]) {
    for (const service of services) {
      const { targetPrefix, speaksQuery } = addressOf(service)
      if (speaksQuery) this.#speakingQuery.push(service)
      if (!isClosed(service)) this.#addTargets(service)
      else if (targetPrefix !== undefined) this.#closedByTarget.set(targetPrefix, service)
    }
  }

  #addTargets(service: Service): void {
    const { targetPrefix, operations } = service.model
    if (targetPrefix === undefined) return
    this.#byTarget.set(targetPrefix, service)
    for (const [name, operation] of service.operations) {
      const model = operations[name]!
      this.#routes.set(`${targetPrefix}.${name}`, { service, model, operation })
    }
  }

  /** Resolves when requests for a service that was closed find it. Rejects as its `open`. */
  async open(closed: ClosedService): Promise<void> {
    const service = await closed.open()
    const { targetPrefix } = closed
    const { model } = service
    assert(model.targetPrefix === targetPrefix && model.apiVersion === closed.apiVersion)
    const place = this.#speakingQuery.indexOf(closed)
    if (place !== -1) this.#speakingQuery[place] = service
    /* Whoever asked for it at the same time may have been here before. */
    if (targetPrefix !== undefined && this.#closedByTarget.delete(targetPrefix)) this.#addTargets(service)
  }

  /** @param target as X-Amz-Target has it. @returns undefined for an operation that no open service here has */
  routeOf(target: string): Route | undefined {
    return this.#routes.get(target)
  }

  byTarget(prefix: string): Service | undefined {
    return this.#byTarget.get(prefix)
  }

  closedByTarget(prefix: string): ClosedService | undefined {
    return this.#closedByTarget.get(prefix)
  }

  /**
   * On AWS the host name tells. Here the version does, then the signature; without either the action, if one has it. What
   * a closed one has is known when it is open: it is then asked for again.
   */
  byQuery({ action, version, scopeService }: QueryAddress): Listed | undefined {
    const services = this.#speakingQuery
    if (version !== undefined) return services.find((service) => addressOf(service).apiVersion === version)
    return (
      services.find(({ name }) => name === scopeService) ??
      services.find((service) => isClosed(service) || Object.hasOwn(service.model.operations, action))
    )
  }
}

function addressOf(service: Listed): Pick<ClosedService, 'targetPrefix' | 'apiVersion' | 'speaksQuery'> {
  if (isClosed(service)) return service
  const { targetPrefix, apiVersion, xmlNamespace } = service.model
  return { targetPrefix, apiVersion, speaksQuery: xmlNamespace !== undefined }
}
