import type { StateMachine } from '../../log/index.ts'
import type { Owner } from '../../sqs-layer/index.ts'
import type { ApplicationState, EndpointState } from './application-state.ts'
import { unknownPushEvent } from './errors.ts'
import { applicationArnOf } from './push-arn.ts'
import type { PushEvent } from './push-event.ts'

interface Snapshot {
  readonly applications: readonly {
    readonly state: ApplicationState
    readonly endpoints: readonly EndpointState[]
  }[]
}

/** One application with its endpoints. */
export class Application {
  state: ApplicationState
  readonly #endpoints = new Map<string, EndpointState>()
  readonly #idsByToken = new Map<string, string>()
  /** Sorted. Undefined after an endpoint was added or removed. */
  #ids: readonly string[] | undefined

  constructor(state: ApplicationState, endpoints: readonly EndpointState[] = []) {
    this.state = state
    for (const endpoint of endpoints) this.put(endpoint)
  }

  get arn(): string {
    return applicationArnOf({ ...this.state.owner, ...this.state })
  }

  get size(): number {
    return this.#endpoints.size
  }

  get(id: string): EndpointState | undefined {
    return this.#endpoints.get(id)
  }

  byToken(token: string): EndpointState | undefined {
    const id = this.#idsByToken.get(token)
    return id === undefined ? undefined : this.#endpoints.get(id)
  }

  all(): EndpointState[] {
    return [...this.#endpoints.values()]
  }

  /** By id, those behind the id `after`. */
  page(after: string, countMax: number): EndpointState[] {
    this.#ids ??= [...this.#endpoints.keys()].sort()
    const first = firstAfter(this.#ids, after)
    return this.#ids.slice(first, first + countMax).map((id) => this.#endpoints.get(id)!)
  }

  put(endpoint: EndpointState): void {
    const before = this.#endpoints.get(endpoint.id)
    if (before === undefined) this.#ids = undefined
    else this.#idsByToken.delete(before.token)
    this.#endpoints.set(endpoint.id, endpoint)
    this.#idsByToken.set(endpoint.token, endpoint.id)
  }

  remove(id: string): void {
    const endpoint = this.#endpoints.get(id)
    if (endpoint === undefined) return
    this.#ids = undefined
    this.#endpoints.delete(id)
    this.#idsByToken.delete(endpoint.token)
  }
}

/** All applications and endpoints, as their log has them. */
export class PushState implements StateMachine<PushEvent> {
  readonly #applications = new Map<string, Application>()

  /** @param arn of an application */
  get(arn: string): Application | undefined {
    return this.#applications.get(arn)
  }

  /** By ARN. */
  of({ account, region }: Owner): Application[] {
    return [...this.#applications.values()]
      .filter(({ state: { owner } }) => owner.account === account && owner.region === region)
      .sort((a, b) => (a.arn < b.arn ? -1 : 1))
  }

  /** @throws PUSH_EVENT_UNKNOWN, in a replay of what a newer version wrote */
  apply(event: PushEvent): void {
    switch (event.kind) {
      case 'application-created':
        this.#add(new Application(event.application))
        break
      case 'application-changed': {
        const application = this.#applications.get(event.arn)
        if (application !== undefined) application.state = { ...application.state, ...event.change }
        break
      }
      case 'application-deleted':
        this.#applications.delete(event.arn)
        break
      case 'endpoint-created':
        this.#applications.get(event.application)?.put(event.endpoint)
        break
      case 'endpoint-changed': {
        const application = this.#applications.get(event.application)
        const endpoint = application?.get(event.id)
        if (endpoint !== undefined) application!.put({ ...endpoint, ...event.change })
        break
      }
      case 'endpoint-deleted':
        this.#applications.get(event.application)?.remove(event.id)
        break
      default:
        throw unknownPushEvent((event satisfies never as { kind: unknown }).kind)
    }
  }

  snapshot(): Snapshot {
    const applications = [...this.#applications.values()].map((application) => ({
      state: application.state,
      endpoints: application.all(),
    }))
    return { applications }
  }

  restore(snapshot: unknown): void {
    this.#applications.clear()
    for (const { state, endpoints } of (snapshot as Snapshot).applications)
      this.#add(new Application(state, endpoints))
  }

  #add(application: Application): void {
    this.#applications.set(application.arn, application)
  }
}

/** @returns the index of the first id behind `after` */
function firstAfter(ids: readonly string[], after: string): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ids[middle]! <= after) low = middle + 1
    else high = middle
  }
  return low
}
