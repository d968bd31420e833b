import { systemClock } from '../base/index.ts'
import { HttpClient } from '../http-client/index.ts'
import type { LogStore } from '../log/index.ts'
import type { Messaging, Topics } from '../sns-layer/index.ts'
import {
  Adm,
  Apns,
  AppEvents,
  Fcm,
  type PublishEvent,
  PushApplications,
  PushSender,
} from '../sns-layer/push/index.ts'
import {
  phoneNumberOf,
  SmsAccounts,
  SmsGateway,
  SmsOutbox,
  SmsSandbox,
  SmsSender,
} from '../sns-layer/sms/index.ts'
import { optionInvalid } from './errors.ts'
import type { Options } from './option-table.ts'
import { publishTo } from './publish-event.ts'
import type { ServerPorts } from './server-ports.ts'

export interface OpenMessaging extends Messaging {
  /** Where events of applications are published: opened after this, as topics deliver by it. To be called before there are any. */
  publishEventsTo(topics: Topics): void
  /** To be called before the store is closed: lets nothing of this be on its way to it any more. */
  close(): Promise<void>
}

interface Parts {
  readonly store: LogStore
  /** The data folder. */
  readonly directory: string
}

/** Messages to people, by the ways out that the options name. @throws SERVER_OPTION_INVALID, what StateLog.open throws */
export async function openMessaging(
  options: Options,
  ports: ServerPorts,
  { store, directory }: Parts,
): Promise<OpenMessaging> {
  /* Gateways and push services are outside, in real time, where the operator has said: also on this machine. */
  const requests = new HttpClient({ clock: systemClock, allowPrivateAddresses: true })
  let publish: PublishEvent | undefined
  const events = new AppEvents({ ...ports, publish: (owner, event) => publish!(owner, event) })
  const applications = await PushApplications.open({ ...ports, store, events })
  const providers = providersOf(options, requests)
  const sms = await SmsAccounts.open({ ...ports, store })
  const transport =
    options.smsGateway === undefined
      ? new SmsOutbox({ ...ports, directory: `${directory}/sms` })
      : new SmsGateway(options.smsGateway, requests)
  const smsSender = new SmsSender({
    ...ports,
    accounts: sms,
    transport,
    sandbox: options.smsSandbox === 'on',
    originationNumbers: numbersIn(options.smsOriginationNumbers),
  })
  return {
    applications,
    pushSender: new PushSender({ ...ports, applications, providers, events }),
    sms,
    smsSender,
    sandbox: new SmsSandbox({ ...ports, accounts: sms, sender: smsSender, limits: options.limits }),
    newMessageId: () => ports.random.uuid(),
    publishEventsTo(topics) {
      publish = publishTo(topics)
    },
    async close() {
      await events.settled()
      await applications.close()
      await transport.close()
      await sms.close()
      for (const provider of Object.values(providers)) provider.close()
      requests.close()
    },
  }
}

function providersOf(
  { fcmUrl, fcmTokenUrl, apnsUrl, apnsSandboxUrl, admUrl }: Options,
  requests: HttpClient,
) {
  const parts = { clock: systemClock, requests }
  return {
    fcm: new Fcm({ ...parts, url: fcmUrl, tokenUrl: fcmTokenUrl }),
    apns: new Apns({ ...parts, url: apnsUrl, sandboxUrl: apnsSandboxUrl }),
    adm: new Adm({ ...parts, url: admUrl }),
  }
}

/** @throws SERVER_OPTION_INVALID */
function numbersIn(list: string | undefined): string[] {
  const given = list === undefined ? [] : list.split(',').map((text) => text.trim())
  return given.map((text) => {
    const number = /^\d{3,8}$/.test(text) ? text : phoneNumberOf(text)
    if (number === undefined) {
      throw optionInvalid('smsOriginationNumbers', `${text} is no phone number`)
    }
    return number
  })
}
