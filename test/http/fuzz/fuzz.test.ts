import { expect, test } from 'vitest'
import { createServer } from '../../../src/index.ts'
import { times } from '../../effort.ts'
import { fuzz, kinesis } from './fuzz.ts'

test('hostile requests and connections are answered or closed, never by a 5xx, and work goes on', async () => {
  const logged: object[] = []
  const ignore = () => undefined
  const error = (fields: object) => void logged.push(fields)
  const server = await createServer({
    limits: 'off',
    logger: { debug: ignore, info: ignore, warn: ignore, error },
  })
  try {
    const { outcomes, failures } = await fuzz({ url: server.url, requests: times(1_500), seed: 1 })
    expect(failures).toEqual([])
    expect(logged).toEqual([])
    expect(outcomes.get('200'), 'none came further than the door').toBeGreaterThan(50)
    expect(outcomes.get('400')).toBeGreaterThan(500)
    await kinesis(server.url, 'CreateStream', { StreamName: 'afterwards', ShardCount: 1 })
    await kinesis(server.url, 'PutRecord', { StreamName: 'afterwards', PartitionKey: 'k', Data: 'aGVsbG8=' })
  } finally {
    await server.close()
  }
})
