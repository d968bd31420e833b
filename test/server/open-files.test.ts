import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { shareOpenFiles } from '../../src/server/open-files.ts'
import { ServedMillrace } from '../cli/command.ts'

test.each([
  [Number.POSITIVE_INFINITY, 256, 10_000],
  [20_000, 256, 10_000],
  [4096, 256, 3800],
  [1024, 256, 728],
  [64, 16, 8],
  [40, 10, 1],
])('of %d files %d are for segments and %d for connections', (limit, segments, connections) => {
  expect(shareOpenFiles(limit)).toEqual({ segments, connections })
})

/* Only there the limit can be read. */
test.runIf(process.platform === 'linux')('clients cannot take the files that the server needs', async () => {
  await using server = await ServedMillrace.start(
    ['--data', ':memory:'],
    ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'],
  )
  const address = { host: '127.0.0.1', port: Number(new URL(server.url).port) }
  const sockets = Array.from({ length: 100 }, () => connect(address).on('error', () => undefined))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  const [first] = sockets
  /* Its code is loaded now: from a file. */
  first!.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n')
  expect(String((await once(first!, 'data'))[0])).toMatch(/^HTTP\/1.1 200 /)
  for (const socket of sockets) socket.destroy()
})
