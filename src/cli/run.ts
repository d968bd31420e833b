import { CodedError } from '../base/index.ts'
import { parseCommandLine } from './command-line.ts'

/** What a shell sees of a command that could not be understood or carried out. */
const exitFailed = 1

/** The `millrace` command. A failure that the user can mend is one line on standard error, and no stack. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    const command = parseCommandLine(args)
    if (command.kind === 'help') await printHelp()
    else if (command.kind === 'version') await printVersion()
    else {
      const { serve } = await import('./serve.ts')
      await serve(command.flags)
    }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    process.stderr.write(`millrace: ${error.message}\n`)
    process.exitCode = exitFailed
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
