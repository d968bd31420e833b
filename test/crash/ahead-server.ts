/*
 * A server without limits whose wall time is ahead of the machine's, and which does in the background every 60 ms what others do every
 * five minutes: so that what is stored becomes too old while a kill run goes on.
 *
 *   node test/crash/ahead-server.ts DIRECTORY AHEAD_MS
 */
import { systemClock } from '../../src/base/index.ts'
import { createServer } from '../../src/server/index.ts'

const [data = '', aheadMs = ''] = process.argv.slice(2)
const speed = 5000
const server = await createServer({
  data,
  limits: 'off',
  clock: {
    ...systemClock,
    nowMs: () => systemClock.nowMs() + Number(aheadMs),
    sleep: (delayMs, signal) => systemClock.sleep(delayMs / speed, signal),
  },
})
process.once('SIGTERM', () => {
  void server.close().then(() => process.exit(0))
})
console.log(`ready on ${server.url}`)
