import type { PushProviders } from '../../../src/sns-layer/push/index.ts'
import type { PushAnswer, PushRequest } from '../../../src/sns-layer/push/providers/push-provider.ts'

/** Says of every notification what it is told to, and keeps them. */
export class FakeProviders {
  answer: PushAnswer = { kind: 'sent' }
  readonly requests: PushRequest[] = []
  readonly ports: PushProviders

  constructor() {
    const provider = {
      send: (request: PushRequest) => {
        this.requests.push(request)
        return Promise.resolve(this.answer)
      },
      close: () => undefined,
    }
    this.ports = { apns: provider, fcm: provider, adm: provider }
  }
}
