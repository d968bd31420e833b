import { usageInvalid } from '../errors.ts'
import { status } from './status.ts'

/** `millrace firehose`: what there is to know of the delivery streams of a server. @throws CLI_USAGE_INVALID, and as `status` */
export async function firehose([name, ...rest]: readonly string[]): Promise<void> {
  if (name === 'status' || name === '--help' || name === '-h')
    return await status(name === 'status' ? rest : ['--help'])
  throw usageInvalid('firehose', 'takes a command: status; see millrace firehose status --help')
}
