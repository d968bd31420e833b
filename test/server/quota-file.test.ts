import { writeFileSync } from 'node:fs'
import {
  CreateStreamCommand,
  KinesisClient,
  ListStreamsCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createServer, ManualClock, type Server } from '../../src/index.ts'
import { checkQuotas, loadQuotas } from '../../src/server/quota-file.ts'
import { scratchFolder } from '../cli/command.ts'

const refused = (message: string | RegExp) =>
  expect.objectContaining({ code: 'SERVER_OPTION_INVALID', message: expect.stringMatching(message) })

test('every quota and rate is taken from a file', () => {
  using folder = scratchFolder()
  const file = `${folder.path}/quotas.json`
  const quotas = { shardsPerAccount: 0, shardReadsPerSecond: 1, callsPerSecond: { '*': 3, ListStreams: 9 } }
  writeFileSync(file, JSON.stringify(quotas))
  expect(loadQuotas(file)).toEqual(quotas)
  expect(loadQuotas(undefined)).toEqual({})
})

test.each<[given: object, message: string]>([
  [{ shardPerAccount: 5 }, '^q.json: "shardPerAccount" is no quota: there are shardsPerAccount, '],
  [{ toString: 5 }, '^q.json: "toString" is no quota'],
  [JSON.parse('{"__proto__": 5}'), '^q.json: "__proto__" is no quota'],
  [
    { shardsPerAccount: '5' },
    '^"shardsPerAccount" in q.json: must be a whole number from 0 to 1000000000, not "5"$',
  ],
  [{ shardsPerAccount: -1 }, 'from 0 to 1000000000, not -1$'],
  [{ shardsPerAccount: 1.5 }, 'not 1.5$'],
  [{ shardsPerAccount: 1e10 }, 'not 10000000000$'],
  [{ shardsPerAccount: null }, 'not null$'],
  [{ shardReadsPerSecond: 0 }, '^"shardReadsPerSecond" in q.json: must be a whole number from 1 to '],
  [
    { callsPerSecond: 5 },
    '^"callsPerSecond" in q.json: must be an object with a rate for each operation, not 5$',
  ],
  [{ callsPerSecond: [5] }, 'must be an object'],
  [{ callsPerSecond: { DescribeStreams: 5 } }, '"DescribeStreams" is no operation whose calls are counted$'],
  [{ callsPerSecond: { PutRecord: 5 } }, '"PutRecord" is no operation whose calls are counted$'],
  [
    { callsPerSecond: { ListStreams: 0 } },
    '^"callsPerSecond.ListStreams" in q.json: must be a whole number from 1 ',
  ],
])('%j is refused with the name that is wrong', (given, message) => {
  expect(() => checkQuotas('q.json', given)).toThrow(refused(message))
})

test('a file that is not there, no JSON or no object is refused at the start', async () => {
  using folder = scratchFolder()
  const file = `${folder.path}/quotas.json`
  await expect(createServer({ quotas: file })).rejects.toEqual(refused('^--quotas: ENOENT'))
  writeFileSync(file, '{')
  await expect(createServer({ quotas: file })).rejects.toEqual(refused('quotas.json: is not JSON'))
  writeFileSync(file, '[]')
  await expect(createServer({ quotas: file })).rejects.toEqual(
    refused('quotas.json: must hold one JSON object'),
  )
})

function clientOf(server: Server): KinesisClient {
  return new KinesisClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
}

/** How many of ten calls at once are answered. */
async function answeredOf(client: KinesisClient): Promise<number> {
  const calls = Array.from({ length: 10 }, () => client.send(new ListStreamsCommand({})))
  return (await Promise.allSettled(calls)).filter(({ status }) => status === 'fulfilled').length
}

test('a server has the quotas that it is given, and AWS’s besides', async () => {
  const clock = new ManualClock()
  const server = await createServer({
    clock,
    quotas: { shardsPerAccount: 2, shardWriteRecordsPerSecond: 3, callsPerSecond: { ListStreams: 7 } },
  })
  const client = clientOf(server)
  const create = (StreamName: string) => client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }))
  await create('one')
  await expect(create('two')).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: expect.stringContaining('Current shards count: 2. Requested: 2. Limit: 2.'),
  })
  expect(await answeredOf(client)).toBe(7)
  const Records = Array.from({ length: 10 }, () => ({ PartitionKey: 'a', Data: Buffer.from('x') }))
  const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName: 'one', Records }))
  expect(FailedRecordCount).toBe(7)
  client.destroy()
  await server.close()
})

test.each([
  ['aws', 5],
  ['off', 10],
] as const)(
  'with limits %s %d of ten calls of ListStreams at once are answered',
  async (limits, answered) => {
    const server = await createServer({ clock: new ManualClock(), limits })
    const client = clientOf(server)
    expect(await answeredOf(client)).toBe(answered)
    client.destroy()
    await server.close()
  },
)
