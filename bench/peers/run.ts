/*
 * Question: what does a record cost here, and in what people would pick instead? The same records, one server after the other on the same
 * machine in the same run, each with what its acknowledgement promises.
 *
 *   npm run bench:peers [-- name ...] [--scenario batches|singles|queues] [--rounds N] [--smoke] [--write]
 *
 * Installs what it needs into .cache/peers (see install.ts). A peer that cannot be had, or fails, is named with the reason, and the others
 * go on. `--write` keeps the result in docs/performance/: peers.json, and a plot for each scenario.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Run, runOnce, type Subject } from '../lib/compare.ts'
import { machine } from '../lib/report.ts'
import { Scratch } from '../lib/scratch.ts'
import { spread } from '../lib/statistics.ts'
import { npmPackages } from './install.ts'
import type { Installed, Peer } from './peer.ts'
import { markdownTable, type Row, writeResults } from './results.ts'
import { type Scenario, scenarios } from './scenarios.ts'

const cache = fileURLToPath(new URL('../../.cache/peers', import.meta.url))
const kafkaClient = '@platformatic/kafka@2.12.1'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scenario: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    smoke: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const isAsked = (name: string, asked: readonly string[]) => asked.length === 0 || asked.includes(name)
const slug = ({ name }: Peer) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

const clients = `${cache}/clients`
const results: Record<string, Row[]> = {}
for (const scenario of scenarios) {
  if (!isAsked(scenario.name, values.scenario === undefined ? [] : [values.scenario])) continue
  const peers = scenario.peers.filter((peer) => isAsked(slug(peer), positionals))
  const rows = await measure(scenario, peers)
  results[scenario.name] = rows
  console.log(`\n## ${scenario.title}\n\n${markdownTable(rows)}`)
}
if (values.write) writeResults({ machine: machine(), measured: new Date().toISOString(), results })

/** The peers of a scenario in turn, as many rounds as asked for. */
async function measure(scenario: Scenario, peers: readonly Peer[]): Promise<Row[]> {
  const installed = new Map<Peer, Installed>()
  const runs = new Map<Peer, Run[]>()
  for (const peer of peers) {
    const it = await attempt(peer, () => install(peer))
    if (it !== undefined) installed.set(peer, it)
  }
  using scratch = new Scratch()
  const requestsFile = scratch.join('requests')
  scenario.writeRequests(requestsFile, values.smoke)
  for (let round = 0; round < (values.smoke ? 1 : Number(values.rounds)); round++) {
    for (const [peer, { start }] of installed) {
      const subject: Subject = { name: peer.name, start, requestsFile: () => requestsFile }
      const run = await attempt(peer, () => runOnce(subject, scenario.loadOf(peer, clients, values.smoke)))
      if (run === undefined) installed.delete(peer)
      else runs.set(peer, [...(runs.get(peer) ?? []), run])
    }
  }
  return [...runs].map(([peer, its]) => rowOf(peer, installed.get(peer)?.version ?? 'unknown', its))
}

async function install(peer: Peer): Promise<Installed> {
  if (peer.protocol === 'kafka') await npmPackages(clients, [kafkaClient])
  return peer.install(cache)
}

async function attempt<Result>(peer: Peer, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    console.error(`${peer.name}: ${String(error instanceof Error ? error.message : error).slice(0, 600)}`)
    return undefined
  }
}

function rowOf({ name, durability }: Peer, version: string, runs: readonly Run[]): Row {
  const of = (figure: (run: Run) => number) => spread(runs.map(figure))
  return {
    name,
    version,
    durability,
    microsPerRecord: of((run) => run.cpuMicrosPerRecord + run.afterMicrosPerRecord),
    recordsPerSecond: of((run) => run.recordsPerSecond),
    p50Ms: of((run) => run.p50Ms),
    p99Ms: of((run) => run.p99Ms),
    peakRssMiB: of((run) => run.peakRssMiB),
    clientCores: of((run) => run.clientCores),
  }
}
