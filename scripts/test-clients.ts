/*
 * `npm run test:clients`: real clients in several languages against a server started for them, which is then killed
 * (`kill -9`) and started again. What a machine lacks is skipped, and said. `--only NAME` runs the suites whose name
 * contains NAME; `--endpoint URL` takes a server that runs already, and leaves it alone.
 */
import { parseArgs } from 'node:util'
import { Scratch } from '../bench/lib/scratch.ts'
import { millraceArgs, StartedServer } from '../bench/lib/started-server.ts'
import { runSuite, type Tally } from '../test/clients/run-suite.ts'
import { clientSuites, suiteAfterRestart } from '../test/clients/suites.ts'

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, endpoint: { type: 'string' } },
})
const suites = clientSuites.filter(({ name }) => name.includes(values.only))
const tally: Tally = { passed: 0, failed: 0, skipped: 0 }

async function runAll(endpoint: string): Promise<void> {
  for (const suite of suites) await runSuite(suite, endpoint, tally)
}

async function runAllAndRestart(): Promise<void> {
  using scratch = new Scratch()
  const directory = scratch.join('data')
  const first = await StartedServer.start(millraceArgs(directory))
  try {
    await runAll(first.url)
  } finally {
    await first.kill()
  }
  if (!suites.some(({ name }) => name === 'aws-cli')) return
  const second = await StartedServer.start(millraceArgs(directory))
  await runSuite(suiteAfterRestart, second.url, tally)
  await second.stop()
}

await (values.endpoint === undefined ? runAllAndRestart() : runAll(values.endpoint))
console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`)
process.exit(tally.failed === 0 ? 0 : 1)
