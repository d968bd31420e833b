import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { type CreateServerOptions, createServer } from '../../src/index.ts'
import { scratchFolder } from './command.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Runs an example against a server of its own, as a reader of it would.
 * @param args what it takes behind the server's address
 * @returns the lines that it prints
 */
async function linesOf(
  example: string,
  { options, args = [] }: { options?: CreateServerOptions; args?: readonly string[] } = {},
): Promise<string[]> {
  const server = await createServer(options)
  const command = [`examples/${example}`, server.url, ...args]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root })
    return stdout.trimEnd().split('\n')
  } finally {
    await server.close()
  }
}

test('examples/01-put-and-get gets what it put, in its order', async () => {
  const lines = await linesOf('01-put-and-get.ts')
  expect(lines.slice(0, 3)).toEqual(
    ['signup', 'login', 'logout'].map((event) => expect.stringMatching(`^put user ${event} as \\d{56}$`)),
  )
  expect(lines.slice(3)).toEqual([
    'stream arn:aws:kinesis:us-east-1:000000000000:stream/test is ACTIVE',
    'got user signup',
    'got user login',
    'got user logout',
  ])
})

test('examples/02-fan-out is pushed what it put, in its order', async () => {
  expect(await linesOf('02-fan-out.ts')).toEqual([
    'consumer printer is ACTIVE',
    'got user signup',
    'got user login',
    'got user logout',
  ])
})

test('examples/03-resharding reads every record of a stream that was split, in the order of its key', async () => {
  const lines = await linesOf('03-resharding.ts')
  expect(lines[0]).toBe('split shardId-000000000000')
  const counts = lines.flatMap((line) => /^shardId-\d+ has (\d+) records$/.exec(line)?.[1] ?? [])
  expect(counts).toHaveLength(3)
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(100)
  expect(lines.slice(4)).toEqual([
    ...['red', 'green', 'blue', 'white'].map((key) => `${key}: 25 records, in their order`),
    'shardId-000000000000, parent: none',
    'shardId-000000000001, parent: shardId-000000000000',
    'shardId-000000000002, parent: shardId-000000000000',
  ])
})

test('examples/04-hundred-trucks has the reports of each truck in their order', async () => {
  expect(await linesOf('04-hundred-trucks.ts')).toEqual(['100 trucks: 20 reports of each, in their order'])
})

test('examples/05-request-reply gives each caller its own replies, and leaves no reply queue', async () => {
  expect(await linesOf('05-request-reply.ts')).toEqual([
    '1 2 3 squared: 1 4 9',
    '4 5 6 squared: 16 25 36',
    'queues left: squares',
  ])
})

test('examples/06-scale-workers has as many workers as what waits needs', async () => {
  const lines = await linesOf('06-scale-workers.ts')
  expect(lines[0]).toBe('100 wait: 0 -> 8 workers')
  for (const line of lines.slice(1, -1)) expect(line).toMatch(/^\d+ wait: \d -> \d workers$/)
  expect(lines.at(-1)).toBe('100 jobs done, by up to 8 workers')
})

test('examples/07-exactly-once pays each payment once, though records come again and a worker stands still', async () => {
  const lines = await linesOf('07-exactly-once.ts')
  expect(lines).toEqual([
    expect.stringMatching(
      /^[1-9]\d* records came again, and 1 batch of a worker that stood still was refused$/,
    ),
    '100 payments, 5050 in all',
  ])
})

test('examples/08-word-count counts every word of a stream while it is written', async () => {
  expect(await linesOf('08-word-count.ts')).toEqual([
    '600 lines in fewer records: true',
    'merrily: 600',
    'row: 450',
    'a: 150',
  ])
})

test('examples/09-topics has both queues served by one publish, and a later one by a replay', async () => {
  expect(await linesOf('09-topics.ts')).toEqual([
    'billing: order-1, shipping: order-1',
    'audit, subscribed later: open deposit withdraw',
  ])
})

test('examples/10-stream-to-folder finds in a file what it put, in its order', async () => {
  using folder = scratchFolder()
  const options = { firehoseRoot: folder.path }
  expect(await linesOf('10-stream-to-folder.ts', { options, args: [folder.path] })).toEqual([
    'clicks is ACTIVE',
    'put 3, failed 0',
    '{"page":"home"}',
    '{"page":"search"}',
    '{"page":"basket"}',
  ])
})

test('every example in TypeScript is run here, and README has every example', () => {
  const own = readFileSync(fileURLToPath(import.meta.url), 'utf8')
  const readme = readFileSync(`${root}README.md`, 'utf8')
  const examples = readdirSync(`${root}examples`)
  expect(examples.filter((name) => name.endsWith('.ts') && !own.includes(`'${name}'`))).toEqual([])
  expect(examples.filter((name) => !readme.includes(`examples/${name}`))).toEqual([])
})
