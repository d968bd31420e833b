/*
 * Where the time of a hot path goes: runs its load against a server that samples itself, and draws a flame graph of each.
 *
 *   npm run bench:profile [-- put-record ...] [--write]
 *
 * `--write` puts the pictures into docs/performance. The samples are of the main thread; what the system does in it shows as the
 * function that called the system (writeLatin1String is the write to a socket).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type RunningServer, runOnce } from '../lib/compare.ts'
import { Scratch } from '../lib/scratch.ts'
import { millraceArgs, StartedServer } from '../lib/started-server.ts'
import { busiest, type CpuProfile, flameGraph, stacksOf } from './flame-graph.ts'
import { type HotPath, hotPaths } from './hot-paths.ts'

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const intervalMicros = 500
const listed = 12

const known = Object.keys(hotPaths)
const unknown = positionals.filter((name) => !known.includes(name))
if (unknown.length > 0) throw new Error(`no such path: ${unknown.join(', ')}; there are ${known.join(', ')}`)

for (const name of positionals.length > 0 ? positionals : known) {
  const profile = await profileOf(hotPaths[name]!)
  const stacks = stacksOf(profile)
  process.stdout.write(`\n${name}\n`)
  for (const { name: called, share } of busiest(stacks, listed)) {
    process.stdout.write(`  ${(100 * share).toFixed(1).padStart(5)} %  ${called}\n`)
  }
  if (!values.write) continue
  const file = new URL(`../../docs/performance/flame-${name}.svg`, import.meta.url)
  writeFileSync(file, flameGraph(stacks, `${name}: time of the main thread, without what it was idle`))
}

async function profileOf({ fill, load, requestsFile }: HotPath): Promise<CpuProfile> {
  using scratch = new Scratch()
  const profiles = scratch.join('profiles')
  const flags = ['--cpu-prof', `--cpu-prof-dir=${profiles}`, `--cpu-prof-interval=${intervalMicros}`]
  const start = async (directory: string): Promise<RunningServer> => {
    const server = await StartedServer.start([...flags, ...millraceArgs(directory, '--limits', 'off')])
    await fill(server)
    return server
  }
  await runOnce({ name: 'millrace', start, requestsFile }, load)
  /* Worker threads, if there were any, have profiles of their own, and less in them. */
  const texts = readdirSync(profiles).map((file) => readFileSync(`${profiles}/${file}`, 'utf8'))
  const largest = texts.toSorted((a, b) => b.length - a.length)[0]!
  return JSON.parse(largest) as CpuProfile
}
