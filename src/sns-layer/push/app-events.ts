import type { Clock, Logger } from '../../base/index.ts'
import { passOnBug } from '../../base/index.ts'
import type { Owner } from '../../sqs-layer/index.ts'
import type { ApplicationState, EndpointState } from './application-state.ts'
import { applicationArnOf } from './push-arn.ts'

/** Publishes to a topic of the application's owner. May reject: there may be no such topic. */
export type PublishEvent = (
  owner: Owner,
  event: { readonly topicArn: string; readonly subject: string; readonly message: string },
) => Promise<void>

export interface DeliveryFailure {
  readonly endpointArn: string
  readonly messageId: string
  readonly attempts: number
  readonly failureType: string
  readonly failureMessage: string
}

/**
 * What happens to an application's endpoints, told to the topics that its attributes name. An event is published after the change that it
 * is of, once; one that cannot be published is said in the log and gone.
 * Source of the members: SNS Developer Guide, "Application event notifications"; of their form, events that users have published
 * (https://repost.aws/questions/QUdzEMqm-kQ9iF1P8Vv74lTw).
 */
export class AppEvents {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #publish: PublishEvent
  readonly #underWay = new Set<Promise<void>>()

  constructor(parts: { clock: Clock; logger: Logger; publish: PublishEvent }) {
    this.#clock = parts.clock
    this.#logger = parts.logger
    this.#publish = parts.publish
  }

  created(application: ApplicationState, endpointArn: string, endpoint: EndpointState): void {
    this.#tell(application, 'EndpointCreated', {
      EndpointArn: endpointArn,
      Attributes: attributesOf(endpoint),
    })
  }

  updated(application: ApplicationState, endpointArn: string, endpoint: EndpointState): void {
    this.#tell(application, 'EndpointUpdated', {
      EndpointArn: endpointArn,
      Attributes: attributesOf(endpoint),
    })
  }

  deleted(application: ApplicationState, endpointArn: string, endpoint: EndpointState): void {
    this.#tell(application, 'EndpointDeleted', {
      EndpointArn: endpointArn,
      Attributes: attributesOf(endpoint),
    })
  }

  failed(application: ApplicationState, failure: DeliveryFailure): void {
    this.#tell(application, 'DeliveryFailure', {
      EndpointArn: failure.endpointArn,
      MessageId: failure.messageId,
      DeliveryAttempts: failure.attempts,
      FailureType: failure.failureType,
      FailureMessage: failure.failureMessage,
    })
  }

  /** Resolves when all that was told is published, or not. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  #tell(application: ApplicationState, type: string, about: Readonly<Record<string, unknown>>): void {
    const { owner, platform, name, attributes } = application
    const topicArn = attributes[`Event${type}`]
    if (topicArn === undefined) return
    const event = {
      ...about,
      EventType: type,
      Resource: applicationArnOf({ ...owner, platform, name }),
      Service: 'SNS',
      Time: new Date(this.#clock.nowMs()).toISOString(),
    }
    const subject = `${type} event for app ${name} (${platform})`.slice(0, 100)
    const published = this.#publish(owner, { topicArn, subject, message: JSON.stringify(event) })
      .catch((error: unknown) => {
        passOnBug(error)
        this.#logger.warn(
          { err: error, topicArn, type },
          'an event of a platform application is not published',
        )
      })
      .finally(() => this.#underWay.delete(published))
    this.#underWay.add(published)
  }
}

function attributesOf({ token, enabled, userData }: EndpointState): Record<string, string> {
  return {
    Enabled: String(enabled),
    Token: token,
    ...(userData !== undefined && { CustomUserData: userData }),
  }
}
