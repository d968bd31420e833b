import {
  ManualClock,
  MemoryFileSystem,
  type Random,
  silentLogger,
  systemRandom,
} from '../../../src/base/index.ts'
import type { LogStore } from '../../../src/log/index.ts'
import {
  SmsAccounts,
  type SmsAnswer,
  type SmsOrder,
  SmsSandbox,
  SmsSender,
  type SmsTransport,
  type TextMessage,
} from '../../../src/sns-layer/sms/index.ts'
import { openSmallStore } from '../open-small-store.ts'

export const owner = { account: '000000000000', region: 'us-east-1' }
export const phone = '+12065550100'
export const never = new AbortController().signal

export const order: SmsOrder = { owner, messageId: 'm-1', phoneNumber: phone, message: 'Hello', settings: {} }

/** Keeps what it is given, and says what it is told to. */
export class RememberingTransport implements SmsTransport {
  readonly messages: TextMessage[] = []
  answer: SmsAnswer = { kind: 'sent', priceUsd: 0 }

  send(message: TextMessage): Promise<SmsAnswer> {
    this.messages.push(message)
    return Promise.resolve(this.answer)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  /** The last one-time password that went out. */
  get code(): string {
    return /\d{6}/.exec(this.messages.at(-1)?.message ?? '')?.[0] ?? ''
  }
}

export interface TestSms {
  readonly accounts: SmsAccounts
  readonly sender: SmsSender
  readonly sandbox: SmsSandbox
  readonly transport: RememberingTransport
  readonly clock: ManualClock
  readonly store: LogStore
  /** Closes all, and opens it again over the same disk. */
  restart(): Promise<TestSms>
}

interface TestOptions {
  readonly inSandbox?: boolean
  readonly originationNumbers?: readonly string[]
  readonly snapshotBytesMin?: number
  readonly random?: Random
}

/** Text messages over a memory disk, a clock that stands still and a transport that remembers. */
export async function openTestSms(
  options: TestOptions = {},
  files = new MemoryFileSystem(),
  clock = new ManualClock(Date.UTC(2026, 0, 31, 12)),
): Promise<TestSms> {
  const { inSandbox = false, originationNumbers = [], random = systemRandom, ...more } = options
  const parts = { clock, random, logger: silentLogger }
  const store = await openSmallStore(files, clock)
  const accounts = await SmsAccounts.open({ ...parts, store, ...more })
  const transport = new RememberingTransport()
  const sender = new SmsSender({ ...parts, accounts, transport, sandbox: inSandbox, originationNumbers })
  const sandbox = new SmsSandbox({ ...parts, accounts, sender, limits: 'aws' })
  return {
    accounts,
    sender,
    sandbox,
    transport,
    clock,
    store,
    async restart() {
      await accounts.close()
      await store.close()
      return openTestSms(options, files, clock)
    },
  }
}
