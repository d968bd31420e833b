import { type Clock, silentLogger, systemRandom } from '../../src/base/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import { publishTo } from '../../src/server/publish-event.ts'
import type { Messaging, Topics } from '../../src/sns-layer/index.ts'
import { AppEvents, PushApplications, PushSender } from '../../src/sns-layer/push/index.ts'
import { SmsAccounts, SmsSandbox, SmsSender } from '../../src/sns-layer/sms/index.ts'
import { FakeProviders } from './push/fake-providers.ts'
import { RememberingTransport } from './sms/open-test-sms.ts'

export interface TestMessaging extends Messaging {
  readonly providers: FakeProviders
  readonly transport: RememberingTransport
  readonly events: AppEvents
  close(): Promise<void>
}

/** Messages to people over a store, with push services and a way out for text messages that say what they are told to. */
export async function openTestMessaging({
  store,
  clock,
  topics,
}: {
  store: LogStore
  clock: Clock
  topics: Topics
}): Promise<TestMessaging> {
  const parts = { store, clock, random: systemRandom, logger: silentLogger }
  const events = new AppEvents({ ...parts, publish: publishTo(topics) })
  const applications = await PushApplications.open({ ...parts, events })
  const providers = new FakeProviders()
  const sms = await SmsAccounts.open(parts)
  const transport = new RememberingTransport()
  const smsOptions = { ...parts, accounts: sms, transport, sandbox: false }
  const smsSender = new SmsSender({ ...smsOptions, originationNumbers: ['+12065550111'] })
  return {
    applications,
    pushSender: new PushSender({ ...parts, applications, providers: providers.ports, events }),
    sms,
    smsSender,
    sandbox: new SmsSandbox({ ...parts, accounts: sms, sender: smsSender, limits: 'aws' }),
    newMessageId: () => systemRandom.uuid(),
    providers,
    transport,
    events,
    async close() {
      await events.settled()
      await applications.close()
      await sms.close()
    },
  }
}
