import { appendFileSync, renameSync, writeFileSync } from 'node:fs'
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { ClientProcess } from './client-process.ts'
import { millrace, ServedMillrace, scratchFolder } from './command.ts'

const linesOf = (text: string) => text.trimEnd().split('\n')

async function startStreams() {
  const server = await ServedMillrace.start(['--data', ':memory:'])
  const client = new KinesisClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  for (const StreamName of ['access', 'errors'])
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  return {
    server,
    async [Symbol.asyncDispose]() {
      client.destroy()
      await server.end('SIGKILL')
    },
  }
}

test('millrace agent delivers what two logs get, through a rotation, a kill and a restart', async () => {
  await using streams = await startStreams()
  using folder = scratchFolder()
  const access = `${folder.path}/access.log`
  const flow = { initialPosition: 'START_OF_FILE', maxBufferAgeMillis: 1_000 }
  const config = {
    'kinesis.endpoint': streams.server.url,
    flows: [
      { ...flow, filePattern: `${folder.path}/access.log*`, kinesisStream: 'access' },
      { ...flow, filePattern: `${folder.path}/error.log`, kinesisStream: 'errors' },
    ],
  }
  writeFileSync(`${folder.path}/agent.json`, JSON.stringify(config))
  const start = async () => {
    const agent = new ClientProcess(['agent', '--config', `${folder.path}/agent.json`])
    await agent.until((stdout) => stdout === 'millrace agent is running: 2 flows\n')
    return agent
  }
  const tail = (stream: string) =>
    new ClientProcess(['tail', stream, '--from', 'trim-horizon', '--endpoint', streams.server.url])
  using tailAccess = tail('access')
  using tailErrors = tail('errors')

  writeFileSync(access, 'a 1\na 2\n')
  writeFileSync(`${folder.path}/error.log`, 'e 1\n')
  using first = await start()
  await tailAccess.until((stdout) => stdout.includes('a 2'))
  await tailErrors.until((stdout) => stdout.includes('e 1'))
  const second = await millrace(['agent', '--config', `${folder.path}/agent.json`])
  expect(second).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^millrace: .*agent.json.checkpoint/),
  })
  first.child.kill('SIGKILL')
  await first.finished()

  appendFileSync(access, 'a 3\n')
  renameSync(access, `${access}.1`)
  writeFileSync(access, 'a 4\n')
  using last = await start()
  await tailAccess.until((stdout) => stdout.includes('a 4'))
  expect(await last.end('SIGTERM')).toMatchObject({ status: 0, stderr: '' })
  const lines = linesOf(tailAccess.stdout).filter((line) => line !== '')
  expect([...new Set(lines)].sort()).toEqual(['a 1', 'a 2', 'a 3', 'a 4'])
})

test('what millrace agent cannot do is one line on standard error', async () => {
  using folder = scratchFolder()
  const file = `${folder.path}/agent.json`
  writeFileSync(file, '{"flows":[{"filePattern":"/a","deliveryStream":"d"}]}')
  const runs = await Promise.all([
    millrace(['agent']),
    millrace(['agent', '--config', `${folder.path}/absent`]),
    millrace(['agent', '--config', file]),
    millrace(['agent', '--help']),
  ])
  expect(runs.map(({ status }) => status)).toEqual([1, 1, 1, 0])
  expect(runs.map(({ stderr }) => stderr)).toEqual([
    'millrace: agent: needs --config FILE; see millrace agent --help\n',
    expect.stringMatching(/^millrace: --config: ENOENT: .*\n$/),
    `millrace: ${file}: flows[0]: deliveryStream: delivery streams are not supported yet; kinesisStream is\n`,
    '',
  ])
})
