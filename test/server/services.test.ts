import { expect, test } from 'vitest'
import { firehoseModel } from '../../src/api/firehose/model.ts'
import { kinesisModel } from '../../src/api/kinesis/model.ts'
import { leasesModel } from '../../src/api/leases/model.ts'
import { snsModel } from '../../src/api/sns/model.ts'
import { sqsModel } from '../../src/api/sqs/model.ts'
import { type CreateServerOptions, createServer, type Server } from '../../src/index.ts'
import { OnDemand } from '../../src/server/on-demand.ts'
import { serviceDoors } from '../../src/server/service-doors.ts'
import { scratchFolder } from '../cli/command.ts'

test('requests know a closed service by what its model says', () => {
  const models = {
    kinesis: kinesisModel,
    sqs: sqsModel,
    sns: snsModel,
    leases: leasesModel,
    firehose: firehoseModel,
  }
  for (const [name, { targetPrefix, apiVersion, xmlNamespace }] of Object.entries(models)) {
    const speaksQuery = xmlNamespace !== undefined
    expect(serviceDoors[name as keyof typeof models]).toMatchObject({
      name,
      targetPrefix,
      apiVersion,
      speaksQuery,
    })
  }
})

async function metricsOf(server: Server): Promise<string> {
  return await (await fetch(`${server.url}/metrics`)).text()
}

test('a server has its services open that were used in its folder before, and no other', async () => {
  using folder = scratchFolder()
  const first = await createServer({ data: folder.path })
  expect(await metricsOf(first)).toMatch(/^millrace_log_logs 0$/m)
  const topic = await fetch(`${first.url}/?Action=CreateTopic&Name=orders&Version=2010-03-31`)
  expect(topic.status).toBe(200)
  await first.close()
  const second = await createServer({ data: folder.path })
  const metrics = await metricsOf(second)
  await second.close()
  expect(metrics).toContain('millrace_sns_subscriptions_with_backlog 0')
  expect(metrics).not.toContain('Kinesis')
  expect(metrics).not.toContain('operation="CreateTopic"')
})

const wrong: readonly CreateServerOptions[] = [
  { quotas: { nope: 1 } as object },
  { functions: { transform: {} } as unknown as NonNullable<CreateServerOptions['functions']> },
  { catalog: { database: 1 } as unknown as NonNullable<CreateServerOptions['catalog']> },
  { firehoseEndpoints: { nowhere: 'http://localhost' } },
  { firehoseS3Endpoint: 'nowhere' },
  { smsOriginationNumbers: 'nobody' },
]

test.each(wrong)('an option that a service checks is refused at the start: %o', async (options) => {
  await expect(createServer(options)).rejects.toMatchObject({ code: 'SERVER_OPTION_INVALID' })
})

test('what is opened on demand is opened once for all who ask, and closed if anybody has asked', async () => {
  let opened = 0
  let closed = 0
  const close = async () => void closed++
  const demand = new OnDemand(async () => ({ place: ++opened, close }))
  expect(demand.opened).toBe(undefined)
  const all = await Promise.all([demand.get(), demand.get()])
  expect(all.map(({ place }) => place)).toEqual([1, 1])
  expect(demand.opened).toBe(all[0])
  const opening = demand.get()
  await demand.close()
  await opening
  expect(closed).toBe(1)
  await expect(demand.get()).rejects.toThrow('closing')
  await new OnDemand(async () => ({ close })).close()
  expect(closed).toBe(1)
})

test('what could not be opened is not opened again beside its half', async () => {
  let tries = 0
  const demand = new OnDemand<{ close(): Promise<void> }>(async () => {
    tries++
    throw new Error('unreadable')
  })
  for (let asked = 0; asked < 2; asked++) await expect(demand.get()).rejects.toThrow('unreadable')
  expect(tries).toBe(1)
  await demand.close()
})
