import { environmentName, flagName, type OptionSpec, optionNames, optionTable } from './option-table.ts'

const meaningColumn = 44
const usage = `millrace: a durable streaming server that speaks the AWS wire protocols

  millrace [serve] [options]   start the server
  millrace put STREAM          put lines of standard input into a stream
  millrace tail STREAM         print the records of a stream as they come
  millrace agent --config F    put the lines of log files as they grow, as the Kinesis Agent does
  millrace firehose status     show how far each delivery stream has come
  millrace --version           print the version
  millrace --help              print this; after put, tail, agent or firehose status, their options

Options of the server, by flag, by environment variable (--port is ${environmentName('port')}), or by config file, in that order:
`

/** What `--help` prints. */
export function helpText(): string {
  const lines = optionNames.map((name) => {
    const { placeholder, meaning, standard }: OptionSpec<unknown> = optionTable[name]
    const otherwise = standard === undefined ? '' : ` [${standard}]`
    return optionLine(`--${flagName(name)} ${placeholder}`, meaning + otherwise)
  })
  const config = optionLine('--config FILE', 'more options, from a JSON file: {"port": 4567}')
  return `${usage}\n${[...lines, config].join('\n')}\n`
}

function optionLine(name: string, meaning: string): string {
  return `  ${name.padEnd(meaningColumn)}${meaning}`
}
