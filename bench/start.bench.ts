/*
 * Question: how long does it take from spawning the process to the ready line, on an empty data folder?
 */
import { startMillrace } from './lib/millrace.ts'
import { benchOptions } from './lib/options.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { rounded, spread } from './lib/statistics.ts'

const readyMsMax = 400
const starts = benchOptions().smoke ? 2 : 10

const readyMs: number[] = []
for (let start = 0; start < starts; start++) {
  using scratch = new Scratch()
  const server = await startMillrace(scratch.join('data'))
  readyMs.push(rounded(server.readyMs))
  await server.stop()
}
printReport({
  question: 'milliseconds from the spawn to the ready line, empty data folder',
  target: `ready within ${readyMsMax} ms (median of ${starts} starts)`,
  met: spread(readyMs).median <= readyMsMax,
  readyMs: spread(readyMs),
  starts: readyMs,
})
