import { type CommandSpec, commandHelp, parseFlags } from '../command-flags.ts'
import { streamNotFound, usageInvalid } from '../errors.ts'
import { endpointUrl, localEndpoint } from '../sdk-clients.ts'
import { fetchStatus } from './fetch-status.ts'
import { statusTable } from './status-table.ts'

const spec = {
  usage: 'firehose status',
  purpose: 'shows how far each delivery stream of a server has come',
  flags: {
    name: { placeholder: 'NAME', meaning: 'delivery streams of this name only' },
    positions: { meaning: 'a line for each partition of a source, with its position' },
    json: { meaning: 'everything, as JSON' },
    endpoint: { placeholder: 'URL', meaning: `the server [${localEndpoint}]` },
  },
} as const satisfies CommandSpec<string>

/**
 * `millrace firehose status`: one look at the delivery streams of every account and region.
 * @throws CLI_USAGE_INVALID, CLI_REQUEST_FAILED, CLI_STREAM_NOT_FOUND
 */
export async function status(args: readonly string[]): Promise<void> {
  const { isHelp, values } = parseFlags(spec, args)
  if (isHelp) {
    process.stdout.write(commandHelp(spec))
    return
  }
  const { name, endpoint = localEndpoint } = values
  if (endpoint === 'aws')
    throw usageInvalid(
      '--endpoint',
      'must be a Millrace: AWS does not tell how far its delivery streams have come',
    )
  const { deliveryStreams } = await fetchStatus(endpointUrl(`${endpoint}`))
  const shown = deliveryStreams.filter((stream) => name === undefined || stream.name === name)
  if (name !== undefined && shown.length === 0) throw streamNotFound(`${name}`)
  const text =
    values.json === true
      ? JSON.stringify({ deliveryStreams: shown }, undefined, 2)
      : statusTable(shown, values.positions === true)
  process.stdout.write(`${text}\n`)
}
