import type { ConfigObject } from '../config/config-object.ts'
import { csvToJson } from './csv-to-json.ts'
import { logToJson } from './log-to-json.ts'

/** Of a record what is to be sent; undefined when it has not the format. */
export type ProcessRecord = (record: Buffer) => Buffer | undefined

type ProcessText = (text: string) => string | undefined

/*
 * Source of the options: Firehose Developer Guide, "Pre-process data with Agents".
 */
const options: Readonly<Record<string, (option: ConfigObject) => ProcessText>> = {
  SINGLELINE: () => singleLine,
  CSVTOJSON: csvToJson,
  LOGTOJSON: logToJson,
}

/** The options in their order, each of what the one before has made. @throws AGENT_CONFIG_INVALID */
export function processing(configs: readonly ConfigObject[]): ProcessRecord {
  const steps = configs.map((config) => {
    const step = config.choice('optionName', options)(config)
    config.end()
    return step
  })
  if (steps.length === 0) return (record) => record
  return (record) => {
    let text: string | undefined = record.toString()
    for (const step of steps) text = text === undefined ? undefined : step(text.replace(/\r?\n$/, ''))
    return text === undefined ? undefined : Buffer.from(`${text.replace(/\n$/, '')}\n`)
  }
}

/** Removes newlines, and the spaces before and behind each line. */
function singleLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('')
}
