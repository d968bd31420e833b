import { CodedError } from '../base/index.ts'

/** What a shell sees of a command that could not be understood or carried out. */
const exitFailed = 1

type Run = (args: readonly string[]) => Promise<void>

/** The commands that are clients of a server. Each is loaded when it is asked for: the server is not, for these. */
const clientCommands: Readonly<Record<string, () => Promise<Run>>> = {
  agent: async () => (await import('./agent/agent.ts')).agent,
  firehose: async () => (await import('./firehose/firehose.ts')).firehose,
  put: async () => (await import('./put/put.ts')).put,
  tail: async () => (await import('./tail/tail.ts')).tail,
}

/** The `millrace` command. A failure that the user can mend is one line on standard error, and no stack. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    const [name = '', ...rest] = args
    const client = Object.hasOwn(clientCommands, name) ? clientCommands[name] : undefined
    if (client === undefined) await runServer(args)
    else await (await client())(rest)
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    process.stderr.write(`millrace: ${error.message}\n`)
    process.exitCode = exitFailed
  }
}

async function runServer(args: readonly string[]): Promise<void> {
  const { parseCommandLine } = await import('./command-line.ts')
  const command = parseCommandLine(args)
  if (command.kind === 'help') await printHelp()
  else if (command.kind === 'version') await printVersion()
  else {
    const { serve } = await import('./serve.ts')
    await serve(command.flags)
  }
}

async function printHelp(): Promise<void> {
  const { helpText } = await import('../server/index.ts')
  process.stdout.write(helpText())
}

async function printVersion(): Promise<void> {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } })
  process.stdout.write(`${manifest.version}\n`)
}
