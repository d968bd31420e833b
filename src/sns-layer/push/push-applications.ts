import type { Clock, Logger, Random } from '../../base/index.ts'
import { type LogStore, rootLogs } from '../../log/index.ts'
import type { Owner } from '../../sqs-layer/index.ts'
import { TurnLog } from '../turn-log.ts'
import type { AppEvents } from './app-events.ts'
import { withApplicationAttributes } from './application-attributes.ts'
import type { ApplicationState, EndpointState } from './application-state.ts'
import type { Attributes } from './credentials.ts'
import {
  checkedToken,
  checkedUserData,
  type EndpointChange,
  readEndpointAttributes,
} from './endpoint-attributes.ts'
import { applicationNotFound, endpointNotFound, invalidPush, tokenTaken } from './errors.ts'
import { platformOf } from './platform.ts'
import {
  applicationArnOf,
  type EndpointName,
  endpointArnOf,
  isApplicationName,
  parseApplicationArn,
  parseEndpointArn,
} from './push-arn.ts'
import type { PushEvent } from './push-event.ts'
import { type Application, PushState } from './push-state.ts'

export interface PushApplicationsOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly events: AppEvents
  /** See StateLogOptions. */
  readonly snapshotBytesMin?: number
}

export interface NewEndpoint {
  readonly token: string
  readonly userData?: string | undefined
  readonly attributes: Attributes
}

/** An endpoint beside the application that it is of. */
export interface FoundEndpoint {
  readonly application: Application
  readonly endpoint: EndpointState
  readonly arn: string
}

/** Applications with push services, and their endpoints, of everyone. What is told of them is durable. */
export class PushApplications {
  readonly #log: TurnLog<PushEvent, PushState>
  readonly #random: Random
  readonly #events: AppEvents

  private constructor(log: TurnLog<PushEvent, PushState>, options: PushApplicationsOptions) {
    this.#log = log
    this.#random = options.random
    this.#events = options.events
  }

  /** @throws what StateLog.open throws, PUSH_EVENT_UNKNOWN */
  static async open(options: PushApplicationsOptions): Promise<PushApplications> {
    const state = new PushState()
    const log = await TurnLog.open<PushEvent, PushState>({ ...options, log: rootLogs.snsPush, state })
    return new PushApplications(log, options)
  }

  /** By ARN. */
  list(owner: Owner): Application[] {
    return this.#log.state.of(owner)
  }

  /** @throws PUSH_NOT_FOUND, PUSH_PARAMETER_INVALID for what is no ARN of one of the owner's */
  get(owner: Owner, arn: string): Application {
    const application = this.#log.state.get(ownApplicationArn(owner, arn))
    if (application === undefined) throw applicationNotFound()
    return application
  }

  /** @returns undefined for what is no ARN of an endpoint, or of one that there is not */
  find(arn: string): FoundEndpoint | undefined {
    const name = parseEndpointArn(arn)
    if (name === undefined) return undefined
    const application = this.#log.state.get(applicationArnOf(name))
    const endpoint = application?.get(name.id)
    return endpoint && { application: application!, endpoint, arn }
  }

  /** @throws PUSH_NOT_FOUND, PUSH_PARAMETER_INVALID */
  getEndpoint(owner: Owner, arn: string): FoundEndpoint {
    ownEndpointName(owner, arn)
    const found = this.find(arn)
    if (found === undefined) throw endpointNotFound()
    return found
  }

  /** Makes an application, or finds the one that has the name and the same attributes. @returns its ARN @throws PUSH_PARAMETER_INVALID */
  async create(
    owner: Owner,
    request: { name: string; platform: string; attributes: Attributes },
  ): Promise<string> {
    const platform = platformOf(request.platform)
    const { name } = request
    if (!isApplicationName(name)) {
      throw invalidPush(
        'Name',
        'must be 1 to 256 letters, digits, underscores, hyphens and periods, as the pattern ^[a-zA-Z0-9_\\-\\.]+$ says',
      )
    }
    const attributes = withApplicationAttributes(platform, {}, request.attributes)
    const arn = applicationArnOf({ ...owner, platform, name })
    await this.#log.change((state) => {
      const known = state.get(arn)
      if (known === undefined) {
        const { account, region } = owner
        const application = { owner: { account, region }, platform, name, enabled: true, attributes }
        return { kind: 'application-created', application }
      }
      if (!areEqual(known.state.attributes, attributes)) {
        throw invalidPush('Attributes', 'An application with the same name but different attributes exists')
      }
      return undefined
    })
    return arn
  }

  /** New credentials enable an application that was disabled for its old ones. @throws PUSH_NOT_FOUND, PUSH_PARAMETER_INVALID */
  async setAttributes(owner: Owner, arn: string, changes: Attributes): Promise<void> {
    await this.#log.change(() => {
      const { state } = this.get(owner, arn)
      const attributes = withApplicationAttributes(state.platform, state.attributes, changes)
      const hasNewCredentials = 'PlatformCredential' in changes || 'PlatformPrincipal' in changes
      return {
        kind: 'application-changed',
        arn,
        change: { attributes, enabled: state.enabled || hasNewCredentials },
      }
    })
  }

  /** One that there is not is deleted already. Its endpoints go with it. @throws PUSH_PARAMETER_INVALID */
  async remove(owner: Owner, arn: string): Promise<void> {
    ownApplicationArn(owner, arn)
    await this.#log.change((state) =>
      state.get(arn) === undefined ? undefined : { kind: 'application-deleted', arn },
    )
  }

  /**
   * Makes an endpoint, or finds the one that has the token and, of what is given, the same attributes.
   * @returns its ARN @throws PUSH_NOT_FOUND, PUSH_PARAMETER_INVALID
   */
  async createEndpoint(owner: Owner, arn: string, request: NewEndpoint): Promise<string> {
    const { platform } = this.get(owner, arn).state
    const token = checkedToken(platform, request.token)
    const given = readEndpointAttributes(platform, request.attributes)
    const userData = request.userData === undefined ? given.userData : checkedUserData(request.userData)
    const wanted = { ...given, ...(userData !== undefined && { userData }), token }
    const id = this.#random.uuid()
    const event = await this.#log.change(() => {
      const application = this.get(owner, arn)
      const known = application.byToken(token)
      if (known === undefined) {
        return {
          kind: 'endpoint-created' as const,
          application: arn,
          endpoint: { id, enabled: true, ...wanted },
        }
      }
      if (!isAsWanted(known, wanted)) throw tokenTaken(arnOfEndpoint(application, known.id))
      return undefined
    })
    const application = this.get(owner, arn)
    const endpoint = application.byToken(token)
    if (endpoint === undefined) throw endpointNotFound()
    const endpointArn = arnOfEndpoint(application, endpoint.id)
    if (event !== undefined) this.#events.created(application.state, endpointArn, endpoint)
    return endpointArn
  }

  /** @throws PUSH_NOT_FOUND, PUSH_PARAMETER_INVALID, also for a token that another endpoint has */
  async setEndpointAttributes(owner: Owner, arn: string, attributes: Attributes): Promise<void> {
    const { platform, id } = ownEndpointName(owner, arn)
    const change = readEndpointAttributes(platform, attributes)
    await this.#log.change(() => {
      const { application } = this.getEndpoint(owner, arn)
      const other = change.token === undefined ? undefined : application.byToken(change.token)
      if (other !== undefined && other.id !== id) throw tokenTaken(arnOfEndpoint(application, other.id))
      return { kind: 'endpoint-changed', application: application.arn, id, change }
    })
    this.#tellOfUpdate(arn)
  }

  /** One that there is not is deleted already. @throws PUSH_PARAMETER_INVALID */
  async removeEndpoint(owner: Owner, arn: string): Promise<void> {
    const { id } = ownEndpointName(owner, arn)
    const found = this.find(arn)
    const event = await this.#log.change(() => {
      const now = this.find(arn)
      return now && { kind: 'endpoint-deleted' as const, application: now.application.arn, id }
    })
    if (event !== undefined && found !== undefined) {
      this.#events.deleted(found.application.state, arn, found.endpoint)
    }
  }

  /** The push service does not know the token any more. */
  async disableEndpoint(arn: string, token: string): Promise<void> {
    await this.#update(arn, ({ endpoint }) =>
      endpoint.enabled && endpoint.token === token ? { enabled: false } : undefined,
    )
  }

  /** The push service has a new token for the device. If another endpoint has that, this one is disabled: the device has one. */
  async replaceToken(arn: string, token: string, newToken: string): Promise<void> {
    await this.#update(arn, ({ application, endpoint }) => {
      if (endpoint.token !== token || token === newToken) return undefined
      return application.byToken(newToken) === undefined ? { token: newToken } : { enabled: false }
    })
  }

  /** The push service refuses the credentials of the application as it was. Those that it has got since are not judged. */
  async disableApplication({ owner, platform, name, attributes }: ApplicationState): Promise<void> {
    const arn = applicationArnOf({ ...owner, platform, name })
    await this.#log.change((state) => {
      const now = state.get(arn)?.state
      if (now?.enabled !== true || now.attributes !== attributes) return undefined
      return { kind: 'application-changed', arn, change: { enabled: false } }
    })
  }

  async close(): Promise<void> {
    await this.#log.settled()
  }

  async #update(arn: string, decide: (found: FoundEndpoint) => EndpointChange | undefined): Promise<void> {
    const event = await this.#log.change(() => {
      const found = this.find(arn)
      const change = found && decide(found)
      if (found === undefined || change === undefined) return undefined
      const { application, endpoint } = found
      return { kind: 'endpoint-changed' as const, application: application.arn, id: endpoint.id, change }
    })
    if (event !== undefined) this.#tellOfUpdate(arn)
  }

  #tellOfUpdate(arn: string): void {
    const found = this.find(arn)
    if (found !== undefined) this.#events.updated(found.application.state, arn, found.endpoint)
  }
}

function arnOfEndpoint({ state: { owner, platform, name } }: Application, id: string): string {
  return endpointArnOf({ ...owner, platform, name, id })
}

/** @throws PUSH_PARAMETER_INVALID */
function ownApplicationArn({ account, region }: Owner, arn: string): string {
  const name = parseApplicationArn(arn)
  if (name !== undefined && name.account === account && name.region === region) return arn
  throw invalidPush('PlatformApplicationArn', 'it is not the ARN of one of your platform applications')
}

/** @throws PUSH_PARAMETER_INVALID */
function ownEndpointName({ account, region }: Owner, arn: string): EndpointName {
  const name = parseEndpointArn(arn)
  if (name !== undefined && name.account === account && name.region === region) return name
  throw invalidPush('EndpointArn', 'it is not the ARN of one of your endpoints')
}

function isAsWanted(known: EndpointState, { enabled, userData }: EndpointChange): boolean {
  const hasEnabled = enabled === undefined || enabled === known.enabled
  return hasEnabled && (userData === undefined || userData === (known.userData ?? ''))
}

function areEqual(a: Attributes, b: Attributes): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
