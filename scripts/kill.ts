/*
 * `npm run kill -- --kills 50`: the long form of test/crash/kill.test.ts. The folder is new after every `killsPerFolder`
 * kills, since each check reads all that was ever written.
 */
import { parseArgs } from 'node:util'
import { Scratch } from '../bench/lib/scratch.ts'
import { killRun } from '../test/crash/kill-run.ts'

const killsPerFolder = 10

const { values } = parseArgs({ options: { kills: { type: 'string', default: '50' } } })
const kills = Number(values.kills)
let done = 0
let acknowledged = 0
let killedRestarts = 0
let reshards = 0
while (done < kills) {
  using scratch = new Scratch()
  const run = await killRun(scratch.join('data'), {
    kills: Math.min(killsPerFolder, kills - done),
    report: console.log,
  })
  done += run.kills
  acknowledged += run.acknowledged
  killedRestarts += run.killedRestarts
  reshards += run.reshards
}
console.log(
  `${done} kills under load with ${reshards} reshards, and ${killedRestarts} during a restart: all ${acknowledged} acknowledged records were there, ` +
    'once, whole and in order',
)
