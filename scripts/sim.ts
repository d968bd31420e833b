import { parseArgs } from 'node:util'
import { simulateChannels } from '../test/sim/channels/simulate.ts'
import { simulateConsumers } from '../test/sim/consumers/simulate.ts'
import { simulateDeliveries } from '../test/sim/delivery-simulate.ts'
import { simulateFirehose } from '../test/sim/firehose/simulate.ts'
import { simulateLeases } from '../test/sim/leases-simulate.ts'
import { simulateQueue } from '../test/sim/queue-simulate.ts'
import { simulateResharding } from '../test/sim/reshard-simulate.ts'
import { simulate } from '../test/sim/simulate.ts'
import { simulateStreamQueue } from '../test/sim/stream-queue-simulate.ts'
import { simulateTopic } from '../test/sim/topic-simulate.ts'

/*
 * Runs the simulations, that of the log store and those of reshards, queues and leases on it: npm run sim -- --seeds 10000, or one seed
 * of one of them again: npm run sim -- --scenario reshard --seed 42
 * A seed of groups of consumers takes a hundred times as long as one of the others: only when it is named.
 */
const scenarios = {
  log: simulate,
  reshard: simulateResharding,
  queue: (seed: number) => simulateQueue(seed, false),
  'fifo-queue': (seed: number) => simulateQueue(seed, true),
  topic: simulateTopic,
  consumers: (seed: number) => simulateConsumers(seed),
  'stream-queue': simulateStreamQueue,
  deliveries: simulateDeliveries,
  leases: (seed: number) => simulateLeases(seed),
  firehose: (seed: number) => simulateFirehose(seed),
  channels: (seed: number) => simulateChannels(seed),
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    scenario: { type: 'string' },
  },
})
const first = Number(values.seed ?? values.from)
const count = values.seed === undefined ? Number(values.seeds) : 1
const chosen = Object.entries(scenarios).filter(([name]) =>
  values.scenario === undefined ? name !== 'consumers' : name === values.scenario,
)
if (chosen.length === 0) throw new Error(`--scenario is one of ${Object.keys(scenarios).join(', ')}`)
for (const [name, scenario] of chosen) {
  const startedMs = performance.now()
  let failed = 0
  let operations = 0
  for (let seed = first; seed < first + count; seed++) {
    const result = await scenario(seed)
    operations += result.operations
    if (result.violation !== undefined) {
      failed++
      console.error(`seed ${seed} failed: npm run sim -- --scenario ${name} --seed ${seed}`)
      console.error(result.violation)
    }
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`${name}: ${count} seeds, ${operations} operations, ${seconds} s: ${failed} failed`)
  if (failed > 0) process.exitCode = 1
}
