import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { millrace, ServedMillrace, scratchFolder } from './command.ts'

async function call(url: string, operation: string, input: object): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Kinesis_20131202.${operation}`,
    },
    body: JSON.stringify(input),
  })
  const body = await answer.text()
  if (!answer.ok) throw new Error(body)
  return body === '' ? {} : JSON.parse(body)
}

test('millrace --help and --version print on standard output and succeed', async () => {
  const [help, version] = await Promise.all([millrace(['--help']), millrace(['--version'])])
  expect(help).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('--transition-ms N') })
  expect(version).toEqual({ status: 0, stderr: '', stdout: `${manifest.version}\n` })
})

test('what cannot be understood is one line on standard error, and no success', async () => {
  using folder = scratchFolder()
  const config = `${folder.path}/config.json`
  writeFileSync(config, '{"prot": 1}')
  const cases: [args: string[], env: NodeJS.ProcessEnv, line: string][] = [
    [['--prot', '1'], {}, 'millrace: --prot: is no option, or lacks its value; see millrace --help\n'],
    [['--port'], {}, 'millrace: --port: is no option, or lacks its value; see millrace --help\n'],
    [['fly'], {}, 'millrace: fly: is no command; see millrace --help\n'],
    [['serve', '--port', 'x'], {}, 'millrace: --port: must be a whole number from 0 to 65535, not "x"\n'],
    [
      [],
      { MILLRACE_AUTH: 'sigv4' },
      'millrace: MILLRACE_AUTH: sigv4 is not available yet; this version knows auth off only\n',
    ],
    [['--config', config], {}, `millrace: ${config}: "prot" is no option; see --help\n`],
    [['--config', '/absent'], {}, "millrace: --config: ENOENT: no such file or directory, open '/absent'\n"],
  ]
  const runs = await Promise.all(cases.map(([args, env]) => millrace(args, env)))
  for (const [i, run] of runs.entries()) expect(run).toEqual({ status: 1, stdout: '', stderr: cases[i]![2] })
})

test.skipIf(process.platform !== 'linux')(
  'a data folder that cannot be one is refused in one line',
  async () => {
    using folder = scratchFolder()
    const file = `${folder.path}/file`
    writeFileSync(file, '')
    const cases = [
      ['/proc/millrace', 'no folder can be made there (ENOENT: '],
      ['/proc', 'no folder can be made there (ENOENT: '],
      [file, 'it is no folder (EEXIST: '],
      [`${file}/below/it`, 'what should be a folder above it is none (ENOTDIR: '],
    ]
    const runs = await Promise.all(cases.map(([data]) => millrace(['--data', data!])))
    for (const [i, { status, stdout, stderr }] of runs.entries()) {
      const [data, why] = cases[i]!
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
      expect(stderr.startsWith(`millrace: the data folder ${data} cannot be used: ${why}`), stderr).toBe(true)
      expect(stderr.indexOf('\n')).toBe(stderr.length - 1)
    }
  },
)

test('a second server on the same port or the same folder is told so in one line', async () => {
  using folder = scratchFolder()
  await using first = await ServedMillrace.start(['--data', folder.path])
  const port = new URL(first.url).port
  const [samePort, sameFolder] = await Promise.all([
    millrace(['--port', port, '--data', ':memory:', '--log-level', 'error']),
    millrace(['--port', '0', '--data', folder.path, '--log-level', 'error']),
  ])
  const used = `millrace: port ${port} of 127.0.0.1 is in use by another program\n`
  expect(samePort).toEqual({ status: 1, stdout: '', stderr: used })
  const locked = `millrace: the data folder ${folder.path} is in use by another server\n`
  expect(sameFolder).toEqual({ status: 1, stdout: '', stderr: locked })
})

test('what was acknowledged is there after a graceful stop and after kill -9', async () => {
  using folder = scratchFolder()
  const sequenceNumbers: unknown[] = []
  for (const end of ['SIGTERM', 'SIGINT', 'SIGKILL'] as const) {
    await using server = await ServedMillrace.start(['--data', folder.path])
    if (sequenceNumbers.length === 0)
      await call(server.url, 'CreateStream', { StreamName: 's', ShardCount: 1 })
    const put = await call(server.url, 'PutRecord', { StreamName: 's', PartitionKey: 'k', Data: 'aGVsbG8=' })
    sequenceNumbers.push(put.SequenceNumber)
    expect(await server.end(end)).toBe(end === 'SIGKILL' ? null : 0)
  }
  await using server = await ServedMillrace.start(['--data', folder.path])
  const { ShardIterator } = await call(server.url, 'GetShardIterator', {
    StreamName: 's',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  })
  const { Records } = await call(server.url, 'GetRecords', { ShardIterator })
  expect((Records as { SequenceNumber: string }[]).map((record) => record.SequenceNumber)).toEqual(
    sequenceNumbers,
  )
})
