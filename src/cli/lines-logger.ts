import type { Logger } from '../base/index.ts'

/** What goes wrong, and will be tried again, as lines for people. */
export function linesLogger(output: { write(text: string): unknown }): Logger {
  const line = (fields: object, message: string) => {
    const reason = 'err' in fields && fields.err instanceof Error ? `: ${fields.err.message}` : ''
    output.write(`millrace: ${message}${reason}\n`)
  }
  const ignore = () => undefined
  return { debug: ignore, info: ignore, warn: line, error: line }
}
