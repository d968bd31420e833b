import { requestInvalid } from './errors.ts'

/** Where a request goes, out of its URL. */
export interface Target {
  readonly secure: boolean
  /** A name, or an address without brackets. */
  readonly host: string
  readonly port: number
  readonly path: string
  /** Of the user and password in the URL. */
  readonly authorization: string | undefined
}

/** @throws HTTP_CLIENT_REQUEST_INVALID */
export function targetOf(url: string): Target {
  const parsed = URL.parse(url)
  if (parsed === null) throw requestInvalid('the URL cannot be read')
  const secure = parsed.protocol === 'https:'
  if (!secure && parsed.protocol !== 'http:') throw requestInvalid(`no HTTP: ${parsed.protocol}`)
  return {
    secure,
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port),
    path: parsed.pathname + parsed.search,
    authorization: basicOf(parsed),
  }
}

function basicOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    return `Basic ${Buffer.from(credentials).toString('base64')}`
  } catch (cause) {
    throw requestInvalid('the user or the password in the URL is not percent-encoded UTF-8', cause)
  }
}
