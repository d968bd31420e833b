import { once } from 'node:events'
import { constants } from 'node:http2'
import { expect, test } from 'vitest'
import { inSlices } from '../../src/base/index.ts'
import { gauge } from '../../src/http/index.ts'
import { prometheusText } from '../../src/http/prometheus-text.ts'
import { RequestMetrics } from '../../src/http/request-metrics.ts'
import { http2Request, http2Session } from './http2-client.ts'
import { startTestServer } from './start.ts'

test('GET /health is 200 while all is well and 503 with the reason when the store has failed', async () => {
  let failure: Error | undefined
  await using server = await startTestServer({ failure: () => failure })
  const url = `http://127.0.0.1:${server.port}/health`
  const well = await fetch(url)
  expect([well.status, await well.json()]).toEqual([200, { status: 'ok' }])
  failure = new Error('the disk is full')
  const ill = await fetch(url)
  expect([ill.status, await ill.json()]).toEqual([503, { status: 'failed', error: 'the disk is full' }])
})

test('a health check over HTTP/2 that its client breaks off ends nothing else', async () => {
  await using server = await startTestServer()
  await using session = await http2Session(`http://127.0.0.1:${server.port}`)
  const broken = session.request({ ':path': '/health' }, { endStream: false })
  const failed = once(broken, 'error')
  broken.close(constants.NGHTTP2_PROTOCOL_ERROR)
  await failed
  expect((await http2Request(session, { ':path': '/health' })).status).toBe(200)
})

test('GET /metrics counts requests by operation and status, their bytes and their time', async () => {
  await using server = await startTestServer({ metrics: async () => [gauge('millrace_test', 'A test.', 7)] })
  const url = `http://127.0.0.1:${server.port}`
  const headers = { 'x-amz-target': 'Kinesis_20131202.PutRecord' }
  for (let i = 0; i < 3; i++) await fetch(url, { method: 'POST', headers, body: 'hello' })
  await fetch(url, { method: 'POST', headers: { 'x-amz-target': 'Nobody.Knows' } })

  const answer = await fetch(`${url}/metrics`)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const lines = (await answer.text()).split('\n')
  expect(lines).toContain(
    'millrace_http_requests_total{service="kinesis",operation="PutRecord",status="200"} 3',
  )
  expect(lines).toContain('millrace_http_requests_total{service="none",operation="other",status="200"} 1')
  expect(lines).toContain('millrace_http_request_bytes_total{service="kinesis",operation="PutRecord"} 15')
  expect(lines).toContain(
    'millrace_http_request_duration_seconds_bucket{service="kinesis",operation="PutRecord",le="+Inf"} 3',
  )
  expect(lines.some((line) => /^millrace_http_connections [1-9]$/.test(line))).toBe(true)
  expect(lines).toContain('millrace_test 7')
  expect(lines.some((line) => /^process_resident_memory_bytes \d+$/.test(line))).toBe(true)
})

test('RequestMetrics puts a time on a bound into the bucket of the bound', () => {
  const metrics = new RequestMetrics(() => undefined)
  const times = [0, 0.25, 0.2501, 30_000, 30_001]
  for (const durationMs of times)
    metrics.record(undefined, { status: 200, durationMs, bytesIn: 0, bytesOut: 0 })
  const [other] = metrics.called()
  expect(other?.buckets[0]).toBe(2)
  expect(other?.buckets[1]).toBe(1)
  expect([...(other?.buckets ?? [])].slice(-2)).toEqual([1, 1])
})

test('prometheusText escapes the values of labels', async () => {
  const samples = [{ labels: { a: 'x"y\\z\n' }, value: Number.POSITIVE_INFINITY }]
  expect(await inSlices(prometheusText([{ name: 'm', help: 'M.', kind: 'gauge', samples }]))).toBe(
    '# HELP m M.\n# TYPE m gauge\nm{a="x\\"y\\\\z\\n"} +Inf\n',
  )
})
