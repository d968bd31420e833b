import http from 'node:http'
import { expect, test } from 'vitest'
import { mayCall } from '../../src/http/cross-origin.ts'
import { startTestServer } from './start.ts'

test('mayCall lets pages of this machine in, and others only when any may call', () => {
  for (const origin of [
    'http://localhost',
    'http://localhost:3000',
    'https://127.0.0.1:8443',
    'http://[::1]:80',
  ]) {
    expect(mayCall(origin, 'loopback'), origin).toBe(true)
  }
  const foreign = [
    'https://example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'null',
    '',
  ]
  for (const origin of foreign) {
    expect(mayCall(origin, 'loopback'), origin).toBe(false)
    expect(mayCall(origin, 'any'), origin).toBe(true)
  }
})

test('a preflight of a page of this machine is answered as AWS does', async () => {
  await using server = await startTestServer()
  const answer = await fetch(`http://127.0.0.1:${server.port}/`, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:3000',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-amz-target,authorization',
    },
  })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('')
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type,x-amz-target,authorization',
    'access-control-max-age': '172800',
  })
})

test('an answer to a page lets it see the ids', async () => {
  await using server = await startTestServer()
  const url = `http://127.0.0.1:${server.port}/`
  const answer = await fetch(url, { method: 'POST', headers: { origin: 'http://localhost:3000' }, body: 'x' })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('access-control-expose-headers')).toContain('x-amzn-RequestId')
  expect((await fetch(url)).headers.get('access-control-allow-origin')).toBe(null)
})

test('a page from elsewhere is refused before the API is asked, unless any may call', async () => {
  let calls = 0
  const api = async () => {
    calls++
    return { status: 200, headers: {}, body: Buffer.alloc(0) }
  }
  const page = { method: 'POST', headers: { origin: 'https://example.com' }, body: 'x' }
  await using server = await startTestServer({ api })
  const refused = await fetch(`http://127.0.0.1:${server.port}/`, page)
  expect(refused.status).toBe(403)
  expect(calls).toBe(0)

  await using open = await startTestServer({ api, origins: 'any' })
  expect((await fetch(`http://127.0.0.1:${open.port}/`, page)).status).toBe(200)
  expect(calls).toBe(1)
})

test('a GET that an image, a link or a renamed page of another site makes is refused', async () => {
  let calls = 0
  const api = async () => {
    calls++
    return { status: 200, headers: {}, body: Buffer.alloc(0) }
  }
  await using server = await startTestServer({ api })
  const get = (headers: Record<string, string>) => rawGet(server.port, headers)
  expect(await get({ host: `localhost:${server.port}` })).toBe(200)
  expect(await get({ host: 'localhost', 'sec-fetch-site': 'none' })).toBe(200)
  expect(await get({ host: 'localhost', 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await get({ host: 'attacker.example.com' })).toBe(403)
  expect(calls).toBe(2)
})

/** Not by `fetch`, which chooses the host itself. @returns the status */
function rawGet(port: number, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/?Action=DeleteQueue', headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    request.on('error', reject)
  })
}
