import { BlockList, isIP, isIPv4 } from 'node:net'
import { invalidFilterPolicy } from './errors.ts'

/** The test for texts that are an IP address of a network: `10.0.0.0/24`, `2001:db8::/32`. @throws FILTER_POLICY_INVALID */
export function readCidrTest(cidr: string): (text: string) => boolean {
  const [address, bits, ...rest] = cidr.split('/')
  if (address === undefined || bits === undefined || rest.length > 0) {
    throw invalidFilterPolicy("Malformed CIDR, one '/' required")
  }
  if (!/^[+-]?\d+$/.test(bits)) throw invalidFilterPolicy('Malformed CIDR, mask bits must be an integer')
  const maskBits = Number(bits)
  if (maskBits < 0) throw invalidFilterPolicy('Malformed CIDR, mask bits must not be negative')
  if (isIP(address) === 0 || address.includes('%')) {
    throw invalidFilterPolicy(`Nonstandard IP address: ${address}`)
  }
  return networkTest(address, maskBits)
}

function networkTest(address: string, maskBits: number): (text: string) => boolean {
  const ipv4 = isIPv4(address)
  if (ipv4 && maskBits > 31) throw invalidFilterPolicy('IPv4 mask bits must be < 32')
  if (maskBits > 127) throw invalidFilterPolicy('IPv6 mask bits must be < 128')
  const family = ipv4 ? 'ipv4' : 'ipv6'
  const network = new BlockList()
  network.addSubnet(address, maskBits, family)
  return (text) => isIP(text) === (ipv4 ? 4 : 6) && network.check(text, family)
}
