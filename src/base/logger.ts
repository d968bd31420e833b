/**
 * What src needs of a logger: pino's shape, so that a pino instance is one. Fields first, then a sentence. An error goes
 * into the field `err`: in any other pino writes it as `{}`.
 */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

const ignore = () => undefined

export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore }
