import type { PublicAddress } from '../sns-layer/envelope/index.ts'
import type { Options } from './option-table.ts'

/** `http://127.0.0.1:4567` */
export function urlOf({ host }: Pick<Options, 'host'>, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * Where links lead that the server gives to others, to subscribers of SNS above all: `--public-url`, or where it listens. By HTTP then,
 * since whoever opens a link does not know the server's own certificate, unless the operator has given one.
 */
export class ServerAddress implements PublicAddress {
  readonly #options: Pick<Options, 'host' | 'port' | 'publicUrl' | 'tlsCert'>
  #port: number

  constructor(options: Pick<Options, 'host' | 'port' | 'publicUrl' | 'tlsCert'>) {
    this.#options = options
    this.#port = options.port
  }

  /** The port is known when the server listens, if any free one will do. */
  listensOn(port: number): void {
    this.#port = port
  }

  linkBase(): string {
    const { publicUrl, tlsCert } = this.#options
    if (publicUrl !== undefined) return publicUrl.replace(/\/$/, '')
    const url = urlOf(this.#options, this.#port)
    return tlsCert === undefined ? url : secure(url)
  }

  certificateBase(): string {
    return secure(this.linkBase())
  }
}

/** The same port takes HTTPS. */
function secure(url: string): string {
  return url.replace(/^http:/, 'https:')
}
