import type { Clock, Logger, Random } from '../../base/index.ts'
import type { SendOutcome } from '../send-outcome.ts'
import type { AppEvents } from './app-events.ts'
import type { ApplicationState } from './application-state.ts'
import { type Credentials, credentialsOf } from './credentials.ts'
import { applicationDisabled, endpointDisabled, noSuchTarget } from './errors.ts'
import { buildNotification, type PushContent } from './notification.ts'
import type { Platform } from './platform.ts'
import type { PushAnswer, PushProvider, PushRequest } from './providers/push-provider.ts'
import type { PushApplications } from './push-applications.ts'

export interface PushProviders {
  readonly apns: PushProvider<Extract<Credentials, { kind: 'apns' }>>
  readonly fcm: PushProvider<Extract<Credentials, { kind: 'fcm' }>>
  readonly adm: PushProvider<Extract<Credentials, { kind: 'adm' }>>
}

export interface PushSenderOptions {
  readonly applications: PushApplications
  readonly providers: PushProviders
  readonly events: AppEvents
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

/** A notification that somebody wants delivered. */
export interface PushOrder {
  readonly endpointArn: string
  readonly messageId: string
  /** 1 for the first. */
  readonly attempt: number
  /** The text for one platform alone. */
  readonly ownText: (platform: Platform) => string | undefined
  readonly text: string
  readonly attribute: PushContent['attribute']
  readonly publishedMs: number
}

interface Failure {
  readonly type: string
  readonly message: string
}

/* Source of the texts: events that users have published (see app-events.ts). Those about applications and notifications are ours. */
const endpointGone = 'Endpoint was not found'
const endpointOff: Failure = { type: 'EndpointDisabled', message: 'Endpoint is disabled' }
const tokenInvalid: Failure = {
  type: 'InvalidPlatformToken',
  message: 'Platform token associated with the endpoint is not valid',
}
const applicationOff: Failure = {
  type: 'PlatformApplicationDisabled',
  message: 'Platform application is disabled',
}
const credentialsInvalid: Failure = {
  type: 'InvalidPlatformCredentials',
  message: 'The push service refuses the credentials of the platform application',
}

const invalidNotification = (message: string): Failure => ({ type: 'InvalidNotification', message })

/** Sends notifications to endpoints, and remembers what push services say of tokens and credentials. */
export class PushSender {
  readonly #options: PushSenderOptions

  constructor(options: PushSenderOptions) {
    this.#options = options
  }

  /** For those who are told at once. @throws PUSH_PARAMETER_INVALID, PUSH_ENDPOINT_DISABLED, PUSH_APPLICATION_DISABLED */
  check(endpointArn: string): void {
    const found = this.#options.applications.find(endpointArn)
    if (found === undefined) throw noSuchTarget()
    if (!found.application.state.enabled) throw applicationDisabled()
    if (!found.endpoint.enabled) throw endpointDisabled()
  }

  /** One attempt. @throws what LogStore.commit throws */
  async send(order: PushOrder, signal: AbortSignal): Promise<SendOutcome> {
    const found = this.#options.applications.find(order.endpointArn)
    if (found === undefined) return { kind: 'permanent', reason: endpointGone }
    /* As it is now: what the push service says is of this token and these credentials. */
    const {
      application: { state },
      endpoint,
    } = found
    if (!state.enabled) return this.#failed(order, state, applicationOff)
    if (!endpoint.enabled) return this.#failed(order, state, endpointOff)
    const content = { ...order, ownText: order.ownText(state.platform) }
    const built = buildNotification(state.platform, content, this.#options.clock.nowMs())
    if (built.kind === 'refused') return this.#failed(order, state, invalidNotification(built.reason))
    const { notification } = built
    const request = { messageId: order.messageId, token: endpoint.token, notification }
    const answer = await this.#hand(state, request, signal)
    return await this.#remember(order, { state, token: endpoint.token }, answer)
  }

  #hand(
    { platform, attributes }: ApplicationState,
    request: Omit<PushRequest, 'platform' | 'credentials'>,
    signal: AbortSignal,
  ): Promise<PushAnswer> {
    const { apns, fcm, adm } = this.#options.providers
    const credentials = credentialsOf(platform, attributes)
    switch (credentials.kind) {
      case 'apns':
        return apns.send({ ...request, platform, credentials }, signal)
      case 'fcm':
        return fcm.send({ ...request, platform, credentials }, signal)
      case 'adm':
        return adm.send({ ...request, platform, credentials }, signal)
    }
  }

  async #remember(
    order: PushOrder,
    { state, token }: { state: ApplicationState; token: string },
    answer: PushAnswer,
  ): Promise<SendOutcome> {
    const { applications } = this.#options
    const { endpointArn } = order
    switch (answer.kind) {
      case 'sent':
        if (answer.newToken !== undefined)
          await applications.replaceToken(endpointArn, token, answer.newToken)
        return this.#logged(order, state, { kind: 'delivered' })
      case 'retry':
        return answer
      case 'token-invalid':
        await applications.disableEndpoint(endpointArn, token)
        return this.#failed(order, state, tokenInvalid)
      case 'credentials-invalid':
        await applications.disableApplication(state)
        return this.#failed(order, state, credentialsInvalid)
      case 'refused':
        return this.#failed(order, state, invalidNotification(answer.reason))
    }
  }

  #failed(order: PushOrder, application: ApplicationState, failure: Failure): SendOutcome {
    const { endpointArn, messageId, attempt } = order
    const { type: failureType, message: failureMessage } = failure
    this.#options.events.failed(application, {
      endpointArn,
      messageId,
      attempts: attempt,
      failureType,
      failureMessage,
    })
    return this.#logged(order, application, { kind: 'permanent', reason: failureMessage })
  }

  /** The log of deliveries that an application's attributes can ask for, in the members of AWS's, on the server's own log. */
  #logged(
    { endpointArn, messageId, attempt }: PushOrder,
    { attributes }: ApplicationState,
    outcome: SendOutcome,
  ): SendOutcome {
    const { random, logger } = this.#options
    const { SuccessFeedbackRoleArn, FailureFeedbackRoleArn, SuccessFeedbackSampleRate = '100' } = attributes
    const isDelivered = outcome.kind === 'delivered'
    if ((isDelivered ? SuccessFeedbackRoleArn : FailureFeedbackRoleArn) === undefined) return outcome
    if (isDelivered && random.bytes(4).readUInt32BE() % 100 >= Number(SuccessFeedbackSampleRate))
      return outcome
    const why = outcome.kind === 'delivered' ? {} : { providerResponse: outcome.reason }
    const delivery = { destination: endpointArn, attempts: attempt, ...why }
    const status = isDelivered ? 'SUCCESS' : 'FAILURE'
    logger.info({ notification: { messageId }, delivery, status }, 'mobile push delivery')
    return outcome
  }
}
