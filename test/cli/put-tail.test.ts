import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { CreateStreamCommand, KinesisClient, SplitShardCommand } from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createServer } from '../../src/index.ts'
import { ClientProcess, runWithInput } from './client-process.ts'
import { millrace } from './command.ts'

const stream = 'events'

async function startStream(shardCount: number) {
  const server = await createServer()
  const client = new KinesisClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  await client.send(new CreateStreamCommand({ StreamName: stream, ShardCount: shardCount }))
  return {
    server,
    client,
    to: ['--endpoint', server.url],
    async [Symbol.asyncDispose]() {
      client.destroy()
      await server.close()
    },
  }
}

const linesOf = (text: string) => text.trimEnd().split('\n')

test('millrace put puts every line, and millrace tail prints them', async () => {
  await using events = await startStream(3)
  const lines = Array.from({ length: 500 }, (_, i) => `line ${i}`)
  const put = await runWithInput(['put', stream, ...events.to], `${lines.join('\n')}\n`)
  expect(put).toEqual({ status: 0, stdout: '', stderr: '' })
  using tail = new ClientProcess(['tail', stream, '--from', 'trim-horizon', ...events.to])
  await tail.until((stdout) => linesOf(stdout).length === 500)
  expect(new Set(linesOf(tail.stdout))).toEqual(new Set(lines))
  expect(await tail.end('SIGINT')).toMatchObject({ status: 0, stderr: '' })
})

test('millrace tail from the latest on follows a stream through a split, in the order of each key', async () => {
  await using events = await startStream(1)
  await runWithInput(['put', stream, '--partition-key', 'k', ...events.to], 'old\n')
  using tail = new ClientProcess(['tail', stream, ...events.to])
  /* There is no sign of it having begun but that something comes. */
  let probes = 0
  while (tail.stdout === '') {
    await runWithInput(['put', stream, '--partition-key', 'k', ...events.to], `probe ${probes++}\n`)
  }
  await events.client.send(
    new SplitShardCommand({
      StreamName: stream,
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: `${2n ** 127n}`,
    }),
  )
  const keyed = Array.from({ length: 40 }, (_, i) => `key-${i % 4} ${i}`)
  await runWithInput(['put', stream, '--key-pattern', '^\\S+', ...events.to], keyed.join('\n'))
  const ofKeys = (stdout: string) => linesOf(stdout).filter((line) => line.startsWith('key-'))
  await tail.until((stdout) => ofKeys(stdout).length === 40)
  for (let key = 0; key < 4; key++) {
    const isOfKey = (line: string) => line.startsWith(`key-${key} `)
    expect(ofKeys(tail.stdout).filter(isOfKey)).toEqual(keyed.filter(isOfKey))
  }
  expect(tail.stdout).not.toContain('old')
})

test('millrace tail --json says where each record is; --from takes a time', async () => {
  await using events = await startStream(1)
  const input = Buffer.concat([Buffer.from('text\n'), Buffer.from([0xff, 0x0a])])
  await runWithInput(['put', stream, '--partition-key', 'k', '--no-aggregation', ...events.to], input)
  using tail = new ClientProcess(['tail', stream, '--json', '--from', '2001-01-01', ...events.to])
  await tail.until((stdout) => linesOf(stdout).length === 2)
  const common = { shardId: 'shardId-000000000000', subSequenceNumber: 0, partitionKey: 'k' }
  expect(linesOf(tail.stdout).map((line) => JSON.parse(line))).toMatchObject([
    { ...common, sequenceNumber: expect.stringMatching(/^\d{56}$/), data: 'text' },
    { ...common, dataBase64: '/w==' },
  ])
})

test('millrace tail ends quietly when its output is closed', async () => {
  await using events = await startStream(1)
  await runWithInput(['put', stream, ...events.to], 'a\nb\nc\n')
  const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
  const command = `"${process.execPath}" "${main}" tail ${stream} --from trim-horizon --endpoint ${events.server.url} | head -n 1`
  const shell = spawn('bash', ['-o', 'pipefail', '-c', command], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  shell.stderr.on('data', (text) => {
    stderr += text
  })
  shell.stdout.resume()
  /* It notices at its next record. */
  const again = setInterval(() => void runWithInput(['put', stream, ...events.to], 'd\n'), 500)
  const [status] = await once(shell, 'close')
  clearInterval(again)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('lines that are not put are counted, the first is explained, and it is no success', async () => {
  await using events = await startStream(1)
  const input = `a 1\nno key\n${'x'.repeat(2 ** 21)} 2\nb 3\n`
  const { status, stderr } = await runWithInput(
    ['put', stream, '--key-pattern', '^(.)\\S* \\d', ...events.to],
    input,
  )
  expect(status).toBe(1)
  expect(stderr).toBe(
    'millrace: 2 of 4 lines were not put; the first: --key-pattern matches nothing in a line\n',
  )
})

test('what a client command cannot do is one line on standard error', async () => {
  await using events = await startStream(1)
  const cases: [args: string[], line: RegExp][] = [
    [['put'], /^millrace: put: takes STREAM; see millrace put --help\n$/],
    [['tail', 'a', 'b'], /^millrace: tail: takes STREAM; see millrace tail --help\n$/],
    [
      ['put', 'a', '--fast'],
      /^millrace: --fast: is no option, or lacks its value; see millrace put --help\n$/,
    ],
    [
      ['put', 'a', '--region'],
      /^millrace: --region: is no option, or lacks its value; see millrace put --help\n$/,
    ],
    [['put', 'a', '--key-pattern', '('], /^millrace: --key-pattern: Invalid regular expression: .*\n$/],
    [['put', 'a', '--partition-key', 'k', '--key-pattern', 'k'], /exclude each other\n$/],
    [['put', 'a', '--shard-limits', 'none'], /^millrace: --shard-limits: must be aws or off\n$/],
    [['tail', 'a', '--from', 'yesterday'], /^millrace: --from: must be latest, trim-horizon or a time .*\n$/],
    [
      ['tail', 'a', '--endpoint', 'ftp://x'],
      /^millrace: --endpoint: must be a URL of http or https, or aws, .*\n$/,
    ],
    [
      ['put', 'absent', ...events.to],
      /^millrace: ResourceNotFoundException: Stream absent .* not found\.\n$/,
    ],
    [
      ['tail', 'absent', ...events.to],
      /^millrace: ResourceNotFoundException: Stream absent .* not found\.\n$/,
    ],
    [['put', 'a', '--endpoint', 'http://127.0.0.1:1'], /^millrace: .*ECONNREFUSED.*\n$/],
  ]
  const runs = await Promise.all(cases.map(([args]) => runWithInput(args, 'line\n')))
  for (const [i, { status, stdout, stderr }] of runs.entries()) {
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(cases[i]![1]),
    })
  }
})

test('millrace put --help and tail --help print their options', async () => {
  const [put, tail] = await Promise.all([millrace(['put', '--help']), millrace(['tail', '--help'])])
  expect(put).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('--partition-key KEY') })
  expect(tail).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('--from WHERE') })
})
