interface NamedStream {
  readonly name: string
  readonly account: string
}

/** A stream as messages name it: `stream orders under account 000000000000`, with a capital where a sentence begins. */
export function streamLabel({ name, account }: NamedStream, noun: 'stream' | 'Stream' = 'stream'): string {
  return `${noun} ${name} under account ${account}`
}
