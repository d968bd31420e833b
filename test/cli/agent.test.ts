import { once } from 'node:events'
import { appendFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createServer as createMillrace } from '../../src/index.ts'
import { ClientProcess } from './client-process.ts'
import { millrace, scratchFolder } from './command.ts'

const linesOf = (text: string) => text.trimEnd().split('\n')

async function startStreams() {
  const server = await createMillrace()
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
      await server.close()
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
  writeFileSync(file, '{"flows":[{"filePattern":"/a"}]}')
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
    `millrace: ${file}: flows[0]: kinesisStream or deliveryStream: must be given\n`,
    '',
  ])
})

interface Batch {
  readonly DeliveryStreamName: string
  readonly Records: readonly { readonly Data: string }[]
}

/** Takes PutRecordBatch over HTTP; of the first request it fails all but the first record. */
async function startFirehose() {
  const batches: { target: unknown; name: string; texts: string[] }[] = []
  const server = createServer(async (request, response) => {
    const { DeliveryStreamName: name, Records } = (await json(request)) as Batch
    const texts = Records.map(({ Data }) => Buffer.from(Data, 'base64').toString())
    const isFirst = batches.push({ target: request.headers['x-amz-target'], name, texts }) === 1
    const RequestResponses = texts.map((_, i) =>
      isFirst && i > 0
        ? { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' }
        : { RecordId: `${batches.length}-${i}` },
    )
    const FailedPutCount = isFirst ? texts.length - 1 : 0
    response.setHeader('content-type', 'application/x-amz-json-1.1')
    response.end(JSON.stringify({ FailedPutCount, Encrypted: false, RequestResponses }))
  })
  return { batches, ...(await listening(server)) }
}

/** As a server of other services answers. */
function startWithoutFirehose() {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(404, { 'content-type': 'application/x-amz-json-1.1' })
    response.end('{"__type":"UnknownOperationException"}')
  })
  return listening(server)
}

async function listening(server: Server) {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

function deliveryConfig(folder: string, endpoint: string): string {
  const file = `${folder}/agent.json`
  const flow = {
    filePattern: `${folder}/app.log`,
    deliveryStream: 'logs',
    initialPosition: 'START_OF_FILE',
    maxBufferAgeMillis: 1_000,
  }
  writeFileSync(file, JSON.stringify({ 'firehose.endpoint': endpoint, flows: [flow] }))
  writeFileSync(`${folder}/app.log`, '1\n2\n3\n')
  return file
}

test('millrace agent puts into a delivery stream, again only what failed, and goes on from its checkpoint', async () => {
  await using firehose = await startFirehose()
  using folder = scratchFolder()
  const file = deliveryConfig(folder.path, firehose.url)
  const batch = (texts: string[]) => ({ target: 'Firehose_20150804.PutRecordBatch', name: 'logs', texts })
  using first = new ClientProcess(['agent', '--config', file])
  await first.until(() => firehose.batches.length === 2)
  expect(await first.end('SIGTERM')).toEqual({
    status: 0,
    stdout: 'millrace agent is running: 1 flows\n',
    stderr:
      'millrace: 2 of 3 records were not put into delivery stream logs, and will be put again: ' +
      'ServiceUnavailableException: Slow down.\n',
  })
  appendFileSync(`${folder.path}/app.log`, '4\n')
  using second = new ClientProcess(['agent', '--config', file])
  await second.until(() => firehose.batches.length === 3)
  expect(await second.end('SIGTERM')).toMatchObject({ status: 0, stderr: '' })
  expect(firehose.batches).toEqual([batch(['1\n', '2\n', '3\n']), batch(['2\n', '3\n']), batch(['4\n'])])
})

test('millrace agent says that an endpoint has no Firehose', async () => {
  await using endpoint = await startWithoutFirehose()
  using folder = scratchFolder()
  using agent = new ClientProcess(['agent', '--config', deliveryConfig(folder.path, endpoint.url)])
  await agent.until(() => agent.stderr.endsWith('\n'))
  const { status, stderr } = await agent.end('SIGTERM')
  expect(status).toBe(0)
  expect(linesOf(stderr)[0]).toBe(
    'millrace: 3 of 3 records were not put into delivery stream logs, and will be put again: UnknownOperationException: ' +
      'the endpoint has no Firehose; firehose.endpoint of the configuration says where there is one',
  )
})

test('millrace agent that has no region for an endpoint elsewhere does not start', async () => {
  using folder = scratchFolder()
  const absent = `${folder.path}/absent`
  const files = { AWS_CONFIG_FILE: absent, AWS_SHARED_CREDENTIALS_FILE: absent }
  const config = deliveryConfig(folder.path, 'firehose.test')
  expect(
    await millrace(['agent', '--config', config], {
      ...files,
      AWS_REGION: undefined,
      AWS_DEFAULT_REGION: undefined,
    }),
  ).toEqual({ status: 1, stdout: '', stderr: 'millrace: Region is missing\n' })
})

/** As on a machine where this package is not installed. */
function without(name: string): NodeJS.ProcessEnv {
  const hook = `
    import { registerHooks } from 'node:module'
    registerHooks({ resolve(specifier, context, next) {
      if (specifier !== '${name}') return next(specifier, context)
      throw Object.assign(new Error(specifier), { code: 'ERR_MODULE_NOT_FOUND' })
    } })`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` }
}

test.each([
  ['@aws-sdk/client-firehose', 'deliveryStream'],
  ['@aws-sdk/client-kinesis', 'kinesisStream'],
])('millrace agent says that %s is missing where a flow has a %s', async (name, setting) => {
  using folder = scratchFolder()
  const file = `${folder.path}/agent.json`
  writeFileSync(file, JSON.stringify({ flows: [{ filePattern: '/a', [setting]: 'd' }] }))
  expect(await millrace(['agent', '--config', file], without(name))).toEqual({
    status: 1,
    stdout: '',
    stderr: `millrace: agent needs the AWS SDK, which is installed apart: npm install ${name}\n`,
  })
})
