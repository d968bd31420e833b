import { invalidSetting } from '../errors.ts'

/**
 * Where things are that a configuration names as they are called on AWS: an origin (`https://collector.example`), a host and
 * port (`x.redshift.example:5439`) or an ARN, each with its URL here. So a configuration is the same as on AWS,
 * which takes HTTPS only, and knows domains and clusters by ARN.
 */
export class EndpointMap {
  readonly #urls: ReadonlyMap<string, string>

  constructor(urls: Readonly<Record<string, string>> = {}) {
    this.#urls = new Map(Object.entries(urls))
  }

  find(name: string): string | undefined {
    return this.#urls.get(name)
  }

  /** @throws FIREHOSE_SETTING_INVALID for what nobody has said the place of */
  urlOf(name: string): string {
    const url = this.#urls.get(name)
    if (url === undefined)
      throw invalidSetting(`No endpoint is known for ${name}: give one in the file of --firehose-endpoints.`)
    return url
  }

  /** The URL to call for one of a configuration: the same path, at the origin that stands for its own. */
  urlFor(url: string): string {
    const { origin, pathname, search } = new URL(url)
    const mapped = this.#urls.get(origin)
    return mapped === undefined ? url : `${mapped.replace(/\/$/, '')}${pathname}${search}`
  }
}
