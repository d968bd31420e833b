/** One answer as it stood on the wire; header names in lower case. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * The answers that `text`, which is latin1, begins with, and what is left: a part of another, or nothing.
 * Knows what this server sends: a `Content-Length`, or chunks, or neither in an interim answer.
 */
export function rawAnswers(text: string): { answers: RawAnswer[]; rest: string } {
  const answers: RawAnswer[] = []
  let rest = text
  for (;;) {
    const first = firstAnswer(rest)
    if (first === undefined) return { answers, rest }
    answers.push(first.answer)
    rest = rest.slice(first.size)
  }
}

function firstAnswer(text: string): { answer: RawAnswer; size: number } | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(lines.map(splitLine))
  const framed = bodyOf(text.slice(end + 4), headers)
  if (framed === undefined) return undefined
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1])
  return { answer: { status, headers, body: framed.body }, size: end + 4 + framed.size }
}

function splitLine(line: string): [string, string] {
  const colon = line.indexOf(': ')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)]
}

function bodyOf(text: string, headers: Record<string, string>): { body: string; size: number } | undefined {
  if (headers['transfer-encoding'] === 'chunked') return chunkedBodyOf(text)
  const size = Number(headers['content-length'] ?? 0)
  return text.length < size ? undefined : { body: text.slice(0, size), size }
}

function chunkedBodyOf(text: string): { body: string; size: number } | undefined {
  let body = ''
  for (let at = 0; ; ) {
    const lineEnd = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, lineEnd), 16)
    const next = lineEnd + 2 + size + 2
    if (lineEnd === -1 || text.length < next) return undefined
    body += text.slice(lineEnd + 2, lineEnd + 2 + size)
    if (size === 0) return { body, size: next }
    at = next
  }
}
