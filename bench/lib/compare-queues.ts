import { compare, type Subject } from './compare.ts'
import { startQueueFloor } from './floors.ts'
import { startMillraceWithQueue } from './millrace.ts'
import { benchOptions, measuring } from './options.ts'
import { bodySize, writeSends } from './queue-load.ts'
import { printReport, printTable } from './report.ts'
import { Scratch } from './scratch.ts'

/** Messages that are sent, in all requests together: different ones, so that no cache of one body flatters anybody. */
const messagesMade = 4000

export interface QueueLoad {
  /** Messages of each request. */
  readonly batch: number
  readonly connections: number
  readonly warmupCycles: number
  /** The target: CPU of a message over that of the floor. */
  readonly ratioMax: number
}

/** Sends, receives and deletes messages, with the queue floor and Millrace in turn, and reports what a message costs. */
export async function compareQueues({
  batch,
  connections,
  warmupCycles,
  ratioMax,
}: QueueLoad): Promise<void> {
  const options = benchOptions()
  const kind = options.bodies
  using scratch = new Scratch()
  const requestsFile = scratch.join('requests')
  writeSends(requestsFile, { sends: (options.smoke ? 100 : messagesMade) / batch, batch, kind })
  const floor: Subject = { name: 'floor', start: startQueueFloor, requestsFile: () => requestsFile }
  const millrace: Subject = {
    name: 'millrace',
    start: startMillraceWithQueue,
    requestsFile: () => requestsFile,
  }
  const other = options.against === 'floor' ? { ...floor, name: 'floor again' } : millrace
  const comparison = await compare(floor, other, {
    client: 'queue',
    connections,
    recordsPerRequest: batch,
    rounds: options.rounds,
    ...measuring(options, warmupCycles),
  })
  printTable(comparison)
  printReport({
    question: `CPU per message of send, receive and delete (${batch} x ${bodySize} bytes of ${kind}, ${connections} connections)`,
    target: `CPU per message at most ${ratioMax} x that of a bare server that parses and answers`,
    met: comparison.cpuRatio.median <= ratioMax,
    ...comparison,
  })
}
