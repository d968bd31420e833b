import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadEndpoints } from '../../src/server/endpoints-file.ts'
import { scratchFolder } from '../cli/command.ts'

const endpoints = {
  'https://collector.example': 'http://127.0.0.1:8088',
  'orders.redshift.example:5439': 'postgresql://127.0.0.1:5432',
  'arn:aws:kafka:us-east-1:000000000000:cluster/orders/0-1': 'kafkas://user:password@b1:9096,b2:9096',
  'arn:aws:es:us-east-1:000000000000:domain/logs': 'http://user:password@127.0.0.1:9200',
}

test('the file of endpoints has a URL for an origin, a host or an ARN', () => {
  using folder = scratchFolder()
  writeFileSync(`${folder.path}/endpoints.json`, JSON.stringify(endpoints))
  expect(loadEndpoints(`${folder.path}/endpoints.json`)).toEqual(endpoints)
  expect(loadEndpoints(endpoints)).toEqual(endpoints)
  expect(loadEndpoints(undefined)).toEqual({})
})

test.each([
  ['a file that there is not', '/nowhere/endpoints.json'],
  ['an origin with a path', { 'https://a.example/b': 'http://127.0.0.1' }],
  [
    'a cluster of Kafka without a port',
    { 'arn:aws:kafka:us-east-1:000000000000:cluster/orders/0-1': 'kafka://b1' },
  ],
  ['a value that is no URL', { 'https://a.example': 'there' }],
])('%s is refused at the start', (_, given) => {
  expect(() => loadEndpoints(given as string)).toThrow(
    expect.objectContaining({ code: 'SERVER_OPTION_INVALID' }),
  )
})
