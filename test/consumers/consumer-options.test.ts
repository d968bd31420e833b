import { KinesisClient } from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { Consumer, type ConsumerOptions, MemoryLeaseStore } from '../../src/consumers/index.ts'

const options = {
  client: new KinesisClient({ region: 'us-east-1' }),
  stream: 'orders',
  leases: new MemoryLeaseStore(),
  process: () => undefined,
}

test.each([
  [{ failoverMs: 0 }, 'failoverMs must be a number of at least 100'],
  [{ pollMs: Number.NaN }, 'pollMs must be a number of at least 1'],
  [{ shardsMax: 0 }, 'shardsMax must be a number of at least 1'],
  [{ handOverMs: '5' }, 'handOverMs must be a number of at least 0'],
  [{ streams: ['returns'] }, 'one of stream, streams must be given'],
  [{ stream: undefined, streams: [] }, 'streams must have one'],
  [{ application: 'billing' }, 'one of application, leases must be given'],
  [{ leases: undefined }, 'one of application, leases must be given'],
  [{ process: undefined }, 'one of process, processorOf, eachShard must be given'],
  [{ eachShard: async () => undefined }, 'one of process, processorOf, eachShard must be given'],
])('a consumer with %j does not start', async (changes, message) => {
  const starting = Consumer.start({ ...options, ...changes } as unknown as ConsumerOptions)
  await expect(starting).rejects.toMatchObject({ code: 'CONSUMER_OPTION_INVALID', message })
})
