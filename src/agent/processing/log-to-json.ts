import type { ConfigObject } from '../config/config-object.ts'
import { configInvalid } from '../errors.ts'

interface LogFormat {
  readonly pattern: RegExp
  readonly names: readonly string[]
}

const common = String.raw`(\S+) (\S+) (\S+) \[([^\]]+)\] "((?:[^"\\]|\\.)*)" (\d{3}|-) (\d+|-)`

/*
 * Source of the formats and of the names of their fields: Firehose Developer Guide, "Pre-process data with Agents".
 */
const formats: Readonly<Record<string, LogFormat>> = {
  COMMONAPACHELOG: {
    pattern: new RegExp(`^${common}$`),
    names: ['host', 'ident', 'authuser', 'datetime', 'request', 'response', 'bytes'],
  },
  COMBINEDAPACHELOG: {
    pattern: new RegExp(String.raw`^${common} "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"$`),
    names: ['host', 'ident', 'authuser', 'datetime', 'request', 'response', 'bytes', 'referrer', 'agent'],
  },
  APACHEERRORLOG: {
    pattern:
      /^\[([^\]]+)\] \[([^\]:]*):([^\]]+)\] \[pid (\d+)(?::tid (\d+))?\](?: \[client:? ([^\]]+)\])? (.*)$/s,
    names: ['timestamp', 'module', 'severity', 'processid', 'threadid', 'client', 'message'],
  },
  SYSLOG: {
    pattern: /^(?:<\d{1,3}>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) (\S+) ([^\s:[]+)(?:\[(\d+)\])?: (.*)$/s,
    names: ['timestamp', 'hostname', 'program', 'processid', 'message'],
  },
}

/** The values of a line of a log, by the names of its format; `-` is null. */
export function logToJson(option: ConfigObject): (text: string) => string | undefined {
  const standard = option.choice('logFormat', formats)
  const ownPattern = option.text('matchPattern')
  const ownNames = option.texts('customFieldNames')
  if (ownPattern !== undefined && ownNames === undefined)
    throw configInvalid(option.at('customFieldNames'), 'must be given with matchPattern')
  const pattern = ownPattern === undefined ? standard.pattern : option.expression('matchPattern', ownPattern)
  const names = ownNames ?? standard.names
  return (text) => {
    const match = pattern.exec(text)
    if (match === null) return undefined
    const values = names.map((name, i) => [name, fieldOf(match[i + 1])] as const)
    return JSON.stringify(Object.fromEntries(values))
  }
}

function fieldOf(text: string | undefined): string | null {
  return text === undefined || text === '-' ? null : text
}
