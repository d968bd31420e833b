/** What a runtime answers when a function has thrown: `{ errorType, errorMessage, trace }`. Anything else is taken as it is. */
export function saidError(body: Buffer): { type: string; message: string } {
  const text = body.toString('utf8', 0, 4096)
  try {
    const { errorType, errorMessage } = JSON.parse(text) as { errorType?: unknown; errorMessage?: unknown }
    return {
      type: typeof errorType === 'string' ? errorType : 'Error',
      message: typeof errorMessage === 'string' ? errorMessage : text,
    }
  } catch {
    return { type: 'Error', message: text }
  }
}
