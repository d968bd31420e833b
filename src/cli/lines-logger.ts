import type { Logger } from '../base/index.ts'
import { textOf } from './errors.ts'

/** What goes wrong, and will be tried again, as lines for people. */
export function linesLogger(output: { write(text: string): unknown }): Logger {
  const line = (fields: object, message: string) => {
    const reason = 'err' in fields && fields.err instanceof Error ? `: ${textOf(fields.err)}` : ''
    output.write(`millrace: ${message}${reason}\n`)
  }
  const ignore = () => undefined
  return { debug: ignore, info: ignore, warn: line, error: line }
}
