import { expect, test } from 'vitest'
import { type Logger, silentLogger } from '../../src/base/index.ts'
import { warnOfUnenforcedFirehose } from '../../src/server/unenforced-firehose-settings.ts'
import { warnOfUnenforcedQueues } from '../../src/server/unenforced-queue-settings.ts'
import { warnOfUnenforced } from '../../src/server/unenforced-settings.ts'
import { startFirehose, toBucket } from '../api/firehose/firehose-server.ts'
import { openTestStreams, owner } from '../shards/open-test-streams.ts'
import { openTestQueues } from '../sqs-layer/open-test-queues.ts'

test('what is set and not enforced yet is said in one line, and nothing where nothing is set', async () => {
  const { streams } = await openTestStreams()
  const warned: unknown[] = []
  const logger: Logger = { ...silentLogger, warn: (fields: unknown) => void warned.push(fields) }
  for (const name of ['a', 'b', 'c']) {
    await streams.control.create(owner, { name, mode: 'PROVISIONED', shardCount: 1 })
  }
  warnOfUnenforced(streams, logger)
  expect(warned).toEqual([])
  await streams.control.change(owner, 'a', () => ({ kmsKeyId: 'alias/a', policy: '{}' }))
  await streams.control.change(owner, 'b', () => ({ kmsKeyId: 'alias/a' }))
  warnOfUnenforced(streams, logger)
  expect(warned).toEqual([{ encrypted: 2, withPolicy: 1 }])
})

test('so it is of queues with a key or a policy', async () => {
  const { queues } = await openTestQueues()
  const warned: unknown[] = []
  const logger: Logger = { ...silentLogger, warn: (fields: unknown) => void warned.push(fields) }
  await queues.control.create(owner, { name: 'a' })
  warnOfUnenforcedQueues(queues, logger)
  expect(warned).toEqual([])
  await queues.control.create(owner, { name: 'b', settings: { kmsMasterKeyId: 'alias/a' } })
  await queues.control.create(owner, { name: 'c', settings: { policy: '{}', kmsMasterKeyId: 'alias/a' } })
  warnOfUnenforcedQueues(queues, logger)
  expect(warned).toEqual([{ withKey: 2, withPolicy: 1 }])
})

test('so it is of delivery streams that are set to encryption', async () => {
  const server = await startFirehose()
  const warned: unknown[] = []
  const logger: Logger = { ...silentLogger, warn: (fields: unknown) => void warned.push(fields) }
  await server.answer('CreateDeliveryStream', toBucket('orders'))
  warnOfUnenforcedFirehose(server.sink, logger)
  expect(warned).toEqual([])
  await server.answer('StartDeliveryStreamEncryption', { DeliveryStreamName: 'orders' })
  warnOfUnenforcedFirehose(server.sink, logger)
  expect(warned).toEqual([{ encrypted: 1 }])
  await server.sink.close()
})
