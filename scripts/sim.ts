import { parseArgs } from 'node:util'
import { simulate } from '../test/sim/simulate.ts'

/* Runs the simulation of the log store: npm run sim -- --seeds 10000, or one seed again: npm run sim -- --seed 42 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
  },
})
const first = Number(values.seed ?? values.from)
const count = values.seed === undefined ? Number(values.seeds) : 1
const startedMs = performance.now()
let failed = 0
let operations = 0
for (let seed = first; seed < first + count; seed++) {
  const result = await simulate(seed)
  operations += result.operations
  if (result.violation !== undefined) {
    failed++
    console.error(`seed ${seed} failed: npm run sim -- --seed ${seed}`)
    console.error(result.violation)
  }
}
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
console.log(`${count} seeds, ${operations} disk operations, ${seconds} s: ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
