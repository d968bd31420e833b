/** With the reasons below it: Kafka's client says what it could not do, and underneath why. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const [inner] = error instanceof AggregateError ? (error.errors as unknown[]) : [error.cause]
  const message = error.message || error.name
  return inner === undefined ? message : `${message} ${errorText(inner)}`
}
