import type { LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { addressForbidden } from './errors.ts'

/* Source of both lists: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and what updates it). */

const specialV4 = [
  ['0.0.0.0', 8], // this host
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by the customers of a carrier
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
] as const

/** Within 2000::/3, the only block that global addresses are given out of. */
const specialV6 = [
  ['2001::', 23], // protocol assignments, Teredo among them
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which has an IPv4 address inside
  ['3fff::', 20], // documentation
] as const

const special = new BlockList()
for (const [address, prefix] of specialV4) special.addSubnet(address, prefix, 'ipv4')
for (const [address, prefix] of specialV6) special.addSubnet(address, prefix, 'ipv6')

const globalV6 = new BlockList()
globalV6.addSubnet('2000::', 3, 'ipv6')

/** Where clouds serve credentials to whoever asks from within the machine. Nobody's endpoint is there. */
const metadata = new BlockList()
metadata.addSubnet('169.254.0.0', 16, 'ipv4')
metadata.addSubnet('fe80::', 10, 'ipv6')
metadata.addAddress('fd00:ec2::254', 'ipv6')
metadata.addAddress('fd00:ec2::23', 'ipv6')

/** True for an address of the public Internet. An IPv4 address within an IPv6 one (mapped, NAT64, 6to4) is none. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4')
    case 6:
      return globalV6.check(address, 'ipv6') && !special.check(address, 'ipv6')
    default:
      return false
  }
}

/** True for link-local addresses, also mapped into IPv6: forbidden whatever else is allowed. */
export function isMetadataAddress(address: string): boolean {
  return metadata.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Which addresses may be connected to. It stands between the resolver and the socket, so it judges the very address
 * that is connected to: a name that resolves to something else a moment later is no way around it.
 */
export class AddressGuard {
  readonly #allowPrivate: boolean
  readonly #lookup: LookupFunction

  constructor(allowPrivate: boolean, lookup: LookupFunction) {
    this.#allowPrivate = allowPrivate
    this.#lookup = lookup
  }

  /** @throws HTTP_CLIENT_ADDRESS_FORBIDDEN for an address that is written out, which sockets do not look up */
  checkLiteral(host: string): void {
    if (isIP(host) !== 0 && !this.#allows(host)) throw addressForbidden(host)
  }

  /** For sockets: the system's lookup, without what is forbidden. */
  readonly lookup: LookupFunction = (host, options, callback) => {
    this.#lookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, [])
      const allowed = (found as LookupAddress[]).filter(({ address }) => this.#allows(address))
      const [first] = allowed
      if (first === undefined) return callback(addressForbidden(host), [])
      if (options.all) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }

  #allows(address: string): boolean {
    return !isMetadataAddress(address) && (this.#allowPrivate || isPublicAddress(address))
  }
}
