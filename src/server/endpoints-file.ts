import { readFileSync } from 'node:fs'
import { parseBootstrap } from '../firehose-sink/index.ts'
import { optionInvalid } from './errors.ts'
import { parseJsonObject } from './json-object.ts'

/** What `--firehose-endpoints` names: where things are that delivery streams name as they are called on AWS. */
export type EndpointsFile = Readonly<Record<string, string>>

/**
 * The places of a file, or of a program.
 * @throws CodedError SERVER_OPTION_INVALID, with the file and the name in it
 */
export function loadEndpoints(given: string | EndpointsFile | undefined): EndpointsFile {
  if (given === undefined) return {}
  if (typeof given === 'object') return checkEndpoints('firehose-endpoints', given)
  return checkEndpoints(given, parseJsonObject(given, readText(given)))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw optionInvalid('--firehose-endpoints', (error as Error).message)
  }
}

/** An origin without a path, a host with a port, or an ARN. */
const nameForm = /^(https?:\/\/[^/?#@]+|[^:/?#@]+:\d{1,5}|arn:\S+)$/

/** Of a cluster of MSK. */
const kafkaForm = /^arn:[^:]*:kafka:/

function checkEndpoints(source: string, given: object): EndpointsFile {
  for (const [name, url] of Object.entries(given)) {
    if (!nameForm.test(name))
      throw optionInvalid(source, `"${name}" is no origin, no host with a port and no ARN`)
    if (kafkaForm.test(name)) checkBootstrap(`"${name}" in ${source}`, url)
    else if (typeof url !== 'string' || !URL.canParse(url))
      throw optionInvalid(`"${name}" in ${source}`, `must be a URL, not ${JSON.stringify(url)}`)
  }
  return given as EndpointsFile
}

/** Without what was given: there may be a password in it. */
function checkBootstrap(where: string, url: unknown): void {
  if (typeof url === 'string' && parseBootstrap(url) !== undefined) return
  throw optionInvalid(where, 'must be of the form kafka://HOST:PORT,HOST:PORT, with kafkas for TLS')
}
