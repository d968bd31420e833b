/*
 * The records of a shard have consecutive numbers: from one to the next a counter rises by one, and the second of arrival by what it is
 * later. So of many only the first is on the wire. Where both are in a number: shards/sequence-number.ts, which may not change
 * what it says here without another type of bodies.
 */
const counterUnit = 2n ** 80n
const secondUnit = 2n ** 36n

/** The sequence number of the record after the one with this number, which arrived so many seconds later. */
export function numberAfter(number: bigint, laterSeconds = 0): bigint {
  return number + counterUnit + BigInt(laterSeconds) * secondUnit
}
