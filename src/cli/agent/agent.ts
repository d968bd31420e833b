import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type AgentConfig, agentConfig, Checkpoints, Flow, type RecordSink } from '../../agent/index.ts'
import { type Clock, nodeFileSystem, systemRandom, wakefulClock } from '../../base/index.ts'
import { type CommandSpec, commandHelp, type FlagValues, parseFlags } from '../command-flags.ts'
import { usageInvalid } from '../errors.ts'
import { linesLogger } from '../lines-logger.ts'
import { clientFlags } from '../sdk-clients.ts'
import { nodeLogFiles } from './node-log-files.ts'
import { openSinks } from './sinks.ts'

const spec = {
  usage: 'agent',
  purpose: 'puts what is written to log files into streams and delivery streams, as the Kinesis Agent does',
  flags: {
    config: {
      placeholder: 'FILE',
      meaning: 'which files go where: an agent.json of the Kinesis Agent',
    },
    checkpoint: {
      placeholder: 'FILE',
      meaning: 'keeps how far files were delivered [checkpointFile of the configuration, or FILE.checkpoint]',
    },
    ...clientFlags,
  },
} as const satisfies CommandSpec<string>

/** What is on its way when the agent is to end has so long. */
const endWithinMs = 5_000

/** `millrace agent`: runs until a signal ends it. What was not delivered by then is delivered after the next start. */
export async function agent(args: readonly string[]): Promise<void> {
  const { isHelp, values } = parseFlags(spec, args)
  if (isHelp) {
    process.stdout.write(commandHelp(spec))
    return
  }
  if (values.config === undefined)
    throw usageInvalid('agent', 'needs --config FILE; see millrace agent --help')
  const file = resolve(`${values.config}`)
  const config = agentConfig(file, readConfig(file))
  const checkpointFile = resolve(`${values.checkpoint ?? config.checkpointFile ?? `${file}.checkpoint`}`)
  const checkpoints = await Checkpoints.open(nodeFileSystem, checkpointFile)
  const lock = await nodeFileSystem.lock(`${checkpointFile}.lock`)
  const ending = endOnSignal()
  try {
    await runFlows(config, checkpoints, values, ending)
  } finally {
    await lock.release()
  }
}

async function runFlows(
  config: AgentConfig,
  checkpoints: Checkpoints,
  values: FlagValues<keyof typeof clientFlags>,
  ending: AbortSignal,
): Promise<void> {
  const logger = linesLogger(process.stderr)
  const aborting = new AbortController()
  const sinks = await openSinks(config, values, logger, aborting.signal)
  const ports = { files: nodeLogFiles, checkpoints, clock: wakefulClock, random: systemRandom, logger }
  process.stdout.write(`millrace agent is running: ${config.flows.length} flows\n`)
  const flows = config.flows.map((flow) =>
    new Flow(flow, {
      ...ports,
      sink: sinks[flow.destination.kind].get(flow.destination.name) as RecordSink,
    }).run(ending),
  )
  ending.addEventListener('abort', () => void abortLater(wakefulClock, aborting))
  await Promise.all(flows)
  aborting.abort()
  for (const sink of [...sinks.stream.values(), ...sinks.deliveryStream.values()]) await sink.close()
}

async function abortLater(clock: Clock, aborting: AbortController): Promise<void> {
  await clock.sleep(endWithinMs, aborting.signal)
  aborting.abort()
}

function readConfig(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw usageInvalid('--config', (error as Error).message)
  }
}

/** A second signal ends at once. */
function endOnSignal(): AbortSignal {
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort())
  return ending.signal
}
