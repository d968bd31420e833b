/*
 * `npm run kill -- --kills 50`: the long forms of test/crash/kill.test.ts, then of those in test/crash/queues, stream-queues, topics and workers;
 * `--only firehose`, `--only channels`, `--only streams`, `--only queues`, `--only stream-queues`, `--only topics` or `--only workers` runs one of them. The folder of
 * streams and of queues is new after every `killsPerFolder` kills, since each check of streams reads all that was ever written.
 */
import { parseArgs } from 'node:util'
import { Scratch } from '../bench/lib/scratch.ts'
import { killedChannel } from '../test/crash/firehose/kill-channels.ts'
import { type KilledDelivery, killDeliveries } from '../test/crash/firehose/kill-deliveries.ts'
import { killedFirehose } from '../test/crash/firehose/kill-firehose.ts'
import { killRun } from '../test/crash/kill-run.ts'
import { killQueues } from '../test/crash/queues/kill-queues.ts'
import { killStreamQueues } from '../test/crash/stream-queues/kill-stream-queues.ts'
import { killTopics } from '../test/crash/topics/kill-topics.ts'
import { killWorkers } from '../test/crash/workers/kill-workers.ts'

const killsPerFolder = 10

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, only: { type: 'string' } },
})
const kills = Number(values.kills)

/** @returns the sums of what the runs on each folder count */
async function inFolders<Counts extends object>(
  run: (directory: string, kills: number) => Promise<Counts>,
): Promise<Counts> {
  const sums: Record<string, number> = {}
  for (let done = 0; done < kills; done += killsPerFolder) {
    using scratch = new Scratch()
    const counts = await run(scratch.join('data'), Math.min(killsPerFolder, kills - done))
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count
  }
  return sums as Counts
}

async function killStreams(): Promise<void> {
  const { killedRestarts, reshards, acknowledged, trimmed, removedShards } = await inFolders(
    (directory, kills) => killRun(directory, { kills, report: console.log }),
  )
  console.log(
    `${kills} kills under load with ${reshards} reshards, and ${killedRestarts} during a restart: all ${acknowledged} acknowledged records were there, ` +
      `once, whole and in order, but for ${trimmed} that had become too old, with ${removedShards} closed shards`,
  )
}

async function killOfQueues(): Promise<void> {
  const { killedRestarts, sent, deleted, moveTasks } = await inFolders((directory, kills) =>
    killQueues(directory, { kills, report: console.log }),
  )
  console.log(
    `${kills} kills of queues under load, and ${killedRestarts} during a restart: of ${sent} acknowledged messages none was lost or there twice, none of ` +
      `${deleted} deleted ones came again, and FIFO groups kept their order, through ${moveTasks} moves of dead letters`,
  )
}

async function killOfStreamQueues(): Promise<void> {
  const { killedRestarts, put, acknowledged, restored } = await inFolders((directory, kills) =>
    killStreamQueues(directory, { kills, report: console.log }),
  )
  console.log(
    `${kills} kills of queues over streams under load, and ${killedRestarts} during a restart: of ${put} records that were put none was lost or there ` +
      `twice, and none of ${acknowledged} acknowledged ones came again, with ${restored} dead letters restored`,
  )
}

async function killOfTopics(): Promise<void> {
  const { killedRestarts, published, replayed } = await inFolders((directory, kills) =>
    killTopics(directory, { kills, report: console.log }),
  )
  console.log(
    `${kills} kills of topics under load, and ${killedRestarts} during a restart: of ${published} acknowledged messages none was lost or there twice, every ` +
      `subscriber had the same, and replays gave all ${replayed} that were archived, in order`,
  )
}

async function killOfWorkers(): Promise<void> {
  using scratch = new Scratch()
  const options = { kills, report: console.log }
  const { stands, records, duplicates, stints } = await killWorkers(scratch.join('workers'), options)
  console.log(
    `${kills} kills of workers, and ${stands} that stood still: all ${records} records came in the order of their shards, ${duplicates} of them again, ` +
      `behind the last checkpoint, in ${stints} stints, of which none saved anything when the next had begun`,
  )
}

async function killOfDeliveries(what: string, delivery: KilledDelivery): Promise<void> {
  const { acknowledged, repeated } = await inFolders((directory, kills) =>
    killDeliveries(delivery, directory, { kills, report: console.log }),
  )
  console.log(
    `${kills} kills of deliveries of ${what} to a folder: all ${acknowledged} acknowledged records are in objects, ${repeated} of them again, and every object is whole`,
  )
}

const runs = {
  streams: killStreams,
  queues: killOfQueues,
  'stream-queues': killOfStreamQueues,
  topics: killOfTopics,
  workers: killOfWorkers,
  firehose: () => killOfDeliveries('delivery streams', killedFirehose),
  channels: () => killOfDeliveries('channels', killedChannel),
}
const chosen = Object.entries(runs).filter(([name]) => values.only === undefined || name === values.only)
if (chosen.length === 0) throw new Error(`--only is one of ${Object.keys(runs).join(', ')}`)
for (const [, run] of chosen) await run()
