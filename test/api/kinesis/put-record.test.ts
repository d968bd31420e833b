import { expect, test } from 'vitest'
import { startMs } from '../../shards/open-test-streams.ts'
import { startKinesis } from './kinesis-server.ts'

const record = { StreamName: 'test', PartitionKey: 'k', Data: Buffer.from('x') }

test('the last number is taken as SequenceNumberForOrdering after the clock has stepped back', async () => {
  const server = await startKinesis()
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 1 })
  const first = await server.call('PutRecord', record)
  server.clock.setWallTime(startMs - 60_000)
  const restarted = await server.restart()
  const input = { ...record, SequenceNumberForOrdering: first.SequenceNumber }
  const second = await restarted.call('PutRecord', input)
  expect(BigInt(second.SequenceNumber)).toBeGreaterThan(BigInt(first.SequenceNumber))
})
