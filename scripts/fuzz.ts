import { parseArgs } from 'node:util'
import { ServedMillrace, scratchFolder } from '../test/cli/command.ts'
import { fuzz, kinesis } from '../test/http/fuzz/fuzz.ts'

/*
 * Hostile requests against a server in a process of its own: npm run fuzz -- --requests 100000, with another mix by
 * --seed. Fails on a 5xx, a hang, a line of the error log, memory that grows, or an end that is not graceful.
 */
const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const requests = Number(values.requests)
const seed = Number(values.seed)

/** Memory may still find its level at first; from the middle of the run on it may grow by this much. */
const growthMaxMiB = 48

async function residentMiB(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(metrics)?.[1]) / 1024 / 1024
}

const folder = scratchFolder()
const server = await ServedMillrace.start(['--data', folder.path, '--limits', 'off', '--log-level', 'error'])
const problems: string[] = []
try {
  const samples: number[] = []
  const startedMs = performance.now()
  const { outcomes, failures } = await fuzz({
    url: server.url,
    requests,
    seed,
    progress: async (done) => {
      samples.push(await residentMiB(server.url))
      console.log(`${done} requests, ${samples.at(-1)?.toFixed(0)} MiB`)
    },
  })
  problems.push(...failures)
  const middle = Math.max(...samples.slice(0, Math.ceil(samples.length / 2)))
  const last = samples.at(-1) ?? 0
  if (last > middle + growthMaxMiB) problems.push(`memory grew from ${middle} to ${last} MiB`)
  await kinesis(server.url, 'PutRecord', { StreamName: 'fuzz', PartitionKey: 'k', Data: 'aGVsbG8=' }).catch(
    (error) => problems.push(`the server no longer works: ${error}`),
  )
  const status = await server.end('SIGTERM')
  if (status !== 0) problems.push(`the server ended with ${status}`)
  if (server.stderr !== '') problems.push(`the server logged: ${server.stderr}`)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0)
  console.log(`${requests} requests in ${seconds} s:`, Object.fromEntries([...outcomes].sort()))
} finally {
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
}
for (const problem of problems) console.error(problem)
console.log(`${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
