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
  readonly #speakingQuery: Service[] = []

  constructor(services: readonly Service[]) {
    for (const service of services) {
      const { targetPrefix, xmlNamespace } = service.model
      if (targetPrefix !== undefined) this.#byTarget.set(targetPrefix, service)
      if (xmlNamespace !== undefined) this.#speakingQuery.push(service)
    }
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
