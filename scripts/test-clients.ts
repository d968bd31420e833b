/*
 * `npm run test:clients`: real clients in several languages against a server started for them, which is then killed
 * (`kill -9`) and started again. What a machine lacks is skipped, and said. At the end a table of which client has
 * called which operation; one that a whole client has not called is a failure. `--only NAME` runs the suites whose name
 * contains NAME, without that check; `--endpoint URL` takes a server that runs already, and leaves it alone.
 */
import { parseArgs } from 'node:util'
import { Scratch } from '../bench/lib/scratch.ts'
import { millraceArgs, StartedServer } from '../bench/lib/started-server.ts'
import { answeredCalls, CallTable, workingCalls } from '../test/clients/called-operations.ts'
import { startHastyServer } from '../test/clients/hasty-server.ts'
import { runSuite, type Tally } from '../test/clients/run-suite.ts'
import { clientSuites, suiteAfterRestart, wholeClients } from '../test/clients/suites.ts'

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, endpoint: { type: 'string' } },
})
const suites = clientSuites.filter(({ name }) => name.includes(values.only))
const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
const table = new CallTable()

async function runAll(server: string): Promise<void> {
  const hasty = await startHastyServer()
  for (const suite of suites) {
    const before = await answeredCalls(server)
    const hasRun = await runSuite(suite, { server, hasty: hasty.url }, tally)
    if (hasRun) table.add(suite.client, before, await answeredCalls(server))
  }
  await hasty.close()
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
  await runSuite(suiteAfterRestart, { server: second.url, hasty: '' }, tally)
  await second.stop()
}

function checkThatAllIsCalled(): void {
  for (const client of wholeClients) {
    const missing = table.missing(client, workingCalls(client))
    if (missing.length === 0) continue
    console.log(`not ok: ${client} has not called ${missing.join(', ')}`)
    tally.failed++
  }
}

await (values.endpoint === undefined ? runAllAndRestart() : runAll(values.endpoint))
console.log(`\n${table.text(workingCalls())}\n`)
if (values.only === '') checkThatAllIsCalled()
console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`)
process.exit(tally.failed === 0 ? 0 : 1)
