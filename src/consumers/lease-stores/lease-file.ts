import { crc32 } from 'node:zlib'
import { leaseFileCorrupt } from '../errors.ts'
import type { Lease } from '../leases/lease.ts'

/*
 * The leases of one application on disk: a line that says what it is, with the checksum of what follows it, and JSON.
 *
 *   millrace leases 1, crc32 0a1b2c3d
 *   [
 *   {"key":"shardId-000000000000","counter":7, …},
 *   …
 *   ]
 */
const firstLine = /^millrace leases (\d+), crc32 ([0-9a-f]{8})\n/
const version = 1

export function encodeLeases(leases: Iterable<Lease>): Buffer {
  const body = `[\n${[...leases].map((lease) => JSON.stringify(lease)).join(',\n')}\n]\n`
  return Buffer.from(`millrace leases ${version}, crc32 ${checksumOf(body)}\n${body}`)
}

/** @returns the leases by key @throws LEASE_FILE_CORRUPT for what `encodeLeases` has not written, or not so */
export function decodeLeases(path: string, bytes: Buffer): Map<string, Lease> {
  const text = bytes.toString()
  const [line = '', writtenBy, checksum] = firstLine.exec(text) ?? []
  if (line === '') throw leaseFileCorrupt(path, 'it does not begin as a file of leases')
  if (Number(writtenBy) !== version)
    throw leaseFileCorrupt(path, `its version is ${writtenBy}, not ${version}`)
  const body = text.slice(line.length)
  if (checksumOf(body) !== checksum) throw leaseFileCorrupt(path, 'its checksum is another')
  const leases = JSON.parse(body) as StoredLease[]
  return new Map(leases.map((lease) => [lease.key, leaseOf(lease)]))
}

/** JSON leaves out what is undefined. */
type Optional = 'owner' | 'checkpointOwner' | 'startingHashKey' | 'endingHashKey'
type StoredLease = Omit<Lease, Optional> & Partial<Pick<Lease, Optional>>

function leaseOf(stored: StoredLease): Lease {
  return {
    owner: undefined,
    checkpointOwner: undefined,
    startingHashKey: undefined,
    endingHashKey: undefined,
    ...stored,
  }
}

function checksumOf(body: string): string {
  return crc32(body).toString(16).padStart(8, '0')
}
