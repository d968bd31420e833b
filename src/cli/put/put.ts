import { CodedError, systemRandom, wakefulClock } from '../../base/index.ts'
import type { Producer } from '../../producers/index.ts'
import { type CommandSpec, commandHelp, parseFlags } from '../command-flags.ts'
import { linesFailed, requestFailed, usageInvalid } from '../errors.ts'
import { clientFlags, openKinesisClient } from '../sdk-clients.ts'
import { inputLines } from './input-lines.ts'
import { type KeyOf, keyFlags, partitionKeys } from './partition-keys.ts'
import { type Progress, showProgress } from './progress-line.ts'

const spec = {
  usage: 'put STREAM',
  purpose: 'puts each line of standard input as a record',
  flags: {
    ...keyFlags,
    'no-aggregation': {
      meaning: 'one record of the stream for each line, as consumers that cannot take KPL records apart need',
    },
    'shard-limits': {
      placeholder: 'aws|off',
      meaning: 'aws: no more than a shard takes at AWS; off: as much as there is [aws]',
    },
    ...clientFlags,
  },
} as const satisfies CommandSpec<string>

/** Source: Kinesis Developer Guide, "Quotas and limits": the largest record that a stream can be set to take. */
const recordBytesMax = 10 * 1024 * 1024
/** Long enough for a server that is restarted, and for what is held to go to one shard. */
const ttlMs = 120_000

interface Outcome extends Progress {
  firstFailure: Error | undefined
}

/**
 * `millrace put`: succeeds when every line is durable.
 * @throws CLI_LINES_FAILED and the errors of what was asked for
 */
export async function put(args: readonly string[]): Promise<void> {
  const { isHelp, values, operands } = parseFlags(spec, args)
  if (isHelp) {
    process.stdout.write(commandHelp(spec))
    return
  }
  const limits = values['shard-limits'] ?? 'aws'
  if (limits !== 'aws' && limits !== 'off') throw usageInvalid('--shard-limits', 'must be aws or off')
  const keyOf = partitionKeys(values, systemRandom)
  const client = await openKinesisClient('put', values, process.env)
  const { Producer } = await import('../../producers/index.ts')
  const producer = await Producer.start({
    client,
    stream: operands[0] as string,
    aggregation: values['no-aggregation'] !== true,
    preserveOrder: true,
    ttlMs,
    ...(limits === 'off' && { shardLimits: limits }),
  }).catch((error) => {
    throw requestFailed(error)
  })
  const { put: done, failed, firstFailure } = await putLines(producer, process.stdin, keyOf)
  client.destroy()
  if (firstFailure !== undefined) throw linesFailed(failed, done + failed, firstFailure)
}

async function putLines(producer: Producer, input: AsyncIterable<Buffer>, keyOf: KeyOf): Promise<Outcome> {
  const outcome: Outcome = { put: 0, failed: 0, firstFailure: undefined }
  const fail = (error: Error) => {
    outcome.failed++
    outcome.firstFailure ??= error
  }
  const ending = new AbortController()
  const { stderr } = process
  const shown = stderr.isTTY ? showProgress(outcome, stderr, wakefulClock, ending.signal) : undefined
  for await (const line of inputLines(input, recordBytesMax)) {
    const partitionKey = line.kind === 'line' ? keyOf(line.bytes) : undefined
    if (line.kind === 'tooLong') fail(lineInvalid('a line is longer than 10 MiB'))
    else if (partitionKey === undefined) fail(lineInvalid('--key-pattern matches nothing in a line'))
    else {
      await producer.ready()
      producer.put({ partitionKey, data: line.bytes }).then(() => outcome.put++, fail)
    }
  }
  await producer.close()
  ending.abort()
  await shown
  return outcome
}

const lineInvalid = (what: string) => new CodedError('CLI_LINES_FAILED', what)
