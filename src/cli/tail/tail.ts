import { once } from 'node:events'
import { hasCode, type Logger, wakefulClock } from '../../base/index.ts'
import type { RecordBatch } from '../../consumers/index.ts'
import { type CommandSpec, commandHelp, parseFlags } from '../command-flags.ts'
import { requestFailed } from '../errors.ts'
import { linesLogger } from '../lines-logger.ts'
import { clientFlags, openKinesisClient } from '../sdk-clients.ts'
import { dataLine, jsonLine, type RecordText } from './record-text.ts'
import { startPosition } from './start-position.ts'

const spec = {
  usage: 'tail STREAM',
  purpose: 'prints the records of all shards as they come, until it is interrupted',
  flags: {
    from: { placeholder: 'WHERE', meaning: 'latest, trim-horizon, or a time: 2026-01-31T12:00:00Z [latest]' },
    json: { meaning: 'a JSON object for each record, with its shard, number, key and time' },
    ...clientFlags,
  },
} as const satisfies CommandSpec<string>

const pollMs = 250

/** `millrace tail`: ends with success when it is interrupted, and when nobody reads its output any more. */
export async function tail(args: readonly string[]): Promise<void> {
  const { isHelp, values, operands } = parseFlags(spec, args)
  if (isHelp) {
    process.stdout.write(commandHelp(spec))
    return
  }
  const start = startPosition(`${values.from ?? 'latest'}`)
  const ending = endOfInterest()
  const client = await openKinesisClient('tail', values, process.env)
  const { Consumer, MemoryLeaseStore } = await import('../../consumers/index.ts')
  const consumer = await Consumer.start({
    client,
    stream: operands[0] as string,
    leases: new MemoryLeaseStore(),
    start,
    pollMs,
    process: printer(values.json === true ? jsonLine : dataLine, ending),
    clock: wakefulClock,
    logger: linesLogger(process.stderr) satisfies Logger,
  }).catch((error) => {
    throw requestFailed(error)
  })
  if (!ending.aborted) await once(ending, 'abort')
  await consumer.stop()
  client.destroy()
}

/** Waits for a reader that is slow: then the shards are read as slowly. */
function printer(textOf: RecordText, ending: AbortSignal): (batch: RecordBatch) => Promise<void> {
  const { stdout } = process
  return async ({ shardId, records }) => {
    for (const record of records) {
      if (ending.aborted) return
      if (!stdout.write(textOf(shardId, record)))
        await once(stdout, 'drain', { signal: ending }).catch(() => undefined)
    }
  }
}

/** Aborts at the first signal to end, and when standard output is closed by its reader. A second signal ends at once. */
function endOfInterest(): AbortSignal {
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => ending.abort())
  }
  process.stdout.on('error', (error) => {
    if (!hasCode(error, 'EPIPE')) throw error
    ending.abort()
  })
  return ending.signal
}
