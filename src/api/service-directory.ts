import type { Route } from './routed-request.ts'
import type { Service } from './service.ts'

/** How a Query request says which service it is for. */
export interface QueryAddress {
  readonly action: string
  readonly version: string | undefined
  /** Of the signature: `sqs`. */
  readonly scopeService: string | undefined
}

/** Finds the service that a request is for. */
export class ServiceDirectory {
  readonly #byTarget = new Map<string, Service>()
  /** By the whole target, so that a request is routed by one look. */
  readonly #routes = new Map<string, Route>()
  readonly #speakingQuery: Service[] = []

  constructor(services: readonly Service[]) {
    for (const service of services) {
      const { targetPrefix, xmlNamespace } = service.model
      if (targetPrefix !== undefined) this.#addTargets(targetPrefix, service)
      if (xmlNamespace !== undefined) this.#speakingQuery.push(service)
    }
  }

  #addTargets(prefix: string, service: Service): void {
    this.#byTarget.set(prefix, service)
    for (const [name, operation] of service.operations) {
      const model = service.model.operations[name]!
      this.#routes.set(`${prefix}.${name}`, { service, model, operation })
    }
  }

  /** @param target as X-Amz-Target has it. @returns undefined for an operation that no service here has */
  routeOf(target: string): Route | undefined {
    return this.#routes.get(target)
  }

  byTarget(prefix: string): Service | undefined {
    return this.#byTarget.get(prefix)
  }

  /** On AWS the host name tells. Here the version does, then the signature; without either the action, if one has it. */
  byQuery({ action, version, scopeService }: QueryAddress): Service | undefined {
    const services = this.#speakingQuery
    if (version !== undefined) return services.find(({ model }) => model.apiVersion === version)
    return (
      services.find(({ name }) => name === scopeService) ??
      services.find(({ model }) => Object.hasOwn(model.operations, action))
    )
  }
}
