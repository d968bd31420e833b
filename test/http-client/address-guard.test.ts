import { expect, test } from 'vitest'
import { isMetadataAddress, isPublicAddress } from '../../src/http-client/address-guard.ts'

const publicOnes = [
  '8.8.8.8',
  '9.255.255.255',
  '172.15.0.1',
  '172.32.0.1',
  '100.128.0.1',
  '198.20.0.1',
  '223.255.255.255',
]
const publicV6 = ['2606:4700::1111', '2a00::1', '2001:4860:4860::8888']

const special = [
  ['this host', '0.0.0.0', '0.255.0.1', '::'],
  ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
  ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1', 'fdff::1'],
  ['shared by carriers', '100.64.0.1', '100.127.255.255'],
  ['link-local', '169.254.169.254', 'fe80::1', 'febf::1'],
  ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  ['benchmarks', '198.18.0.1', '198.19.255.255'],
  ['multicast', '224.0.0.1', '239.255.255.255', 'ff02::1'],
  ['reserved', '240.0.0.1', '255.255.255.255', '192.0.0.1'],
  [
    'IPv4 in IPv6',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
  ],
  ['no address', '', 'localhost', '127.1'],
]

test.each([...publicOnes, ...publicV6])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each(special)('%s is not public', (_, ...addresses) => {
  expect(addresses.filter(isPublicAddress)).toEqual([])
})

test('what is link-local is known also as IPv4 in IPv6', () => {
  const forbidden = [
    '169.254.169.254',
    '169.254.170.2',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    'fe80::1',
  ]
  expect(forbidden.filter((address) => !isMetadataAddress(address))).toEqual([])
  expect(['127.0.0.1', '10.0.0.1', '::1', 'fd00::1', '8.8.8.8'].filter(isMetadataAddress)).toEqual([])
})
