import { generateKeyPairSync } from 'node:crypto'
import { ManualClock, MemoryFileSystem, silentLogger, systemRandom } from '../../../src/base/index.ts'
import { AppEvents, PushApplications, PushSender } from '../../../src/sns-layer/push/index.ts'
import { openSmallStore } from '../open-small-store.ts'
import { FakeProviders } from './fake-providers.ts'

export const owner = { account: '000000000000', region: 'us-east-1' }
export const never = new AbortController().signal

const pem = { type: 'pkcs8', format: 'pem' } as const
export const apnsKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const googleKeys = generateKeyPairSync('rsa', { modulusLength: 1024 })

export const serviceAccount = {
  type: 'service_account',
  project_id: 'the-project',
  client_email: 'sns@the-project.example',
  private_key_id: 'key-1',
  private_key: googleKeys.privateKey.export(pem) as string,
}

export const attributesOf = {
  GCM: { PlatformCredential: JSON.stringify(serviceAccount) },
  APNS: {
    PlatformPrincipal: 'ABCDE12345',
    PlatformCredential: apnsKeys.privateKey.export(pem) as string,
    ApplePlatformTeamID: 'TEAM123456',
    ApplePlatformBundleID: 'org.example.app',
  },
  ADM: { PlatformPrincipal: 'client-1', PlatformCredential: 'secret-1' },
}

export interface Published {
  readonly topicArn: string
  readonly subject: string
  readonly event: Record<string, unknown>
}

/** Applications and endpoints over a memory disk, with push services that say what they are told to. */
export async function openTestPush(
  files = new MemoryFileSystem(),
  clock = new ManualClock(Date.UTC(2026, 0, 2)),
) {
  const published: Published[] = []
  const parts = { clock, random: systemRandom, logger: silentLogger }
  const events = new AppEvents({
    ...parts,
    publish(_, { topicArn, subject, message }) {
      published.push({ topicArn, subject, event: JSON.parse(message) })
      return topicArn.endsWith('gone') ? Promise.reject(new Error('no such topic')) : Promise.resolve()
    },
  })
  const store = await openSmallStore(files, clock)
  const applications = await PushApplications.open({ ...parts, store, events, snapshotBytesMin: 1000 })
  const providers = new FakeProviders()
  const sender = new PushSender({ ...parts, applications, providers: providers.ports, events })
  return {
    applications,
    sender,
    providers,
    published,
    clock,
    events,
    create: (platform: keyof typeof attributesOf, more: Record<string, string> = {}) =>
      applications.create(owner, {
        name: 'app',
        platform,
        attributes: { ...attributesOf[platform], ...more },
      }),
    async restart() {
      await applications.close()
      await store.close()
      return openTestPush(files, clock)
    },
  }
}
