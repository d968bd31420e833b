/** Of a sequence number: src/shards/sequence-number.ts. */
const digitsBytes: usize = 56

/**
 * Adds the number in the 56 decimal digits at `step`, no eight of which are all nines, to the one at `digits`: eight digits
 * at a time. With 246 more in each byte a sum of 10 carries into the next one; where it has not, 246 is taken off again.
 */
export function addDecimal(digits: usize, step: usize): void {
  const ones: u64 = u64.MAX_VALUE / 255
  const zeros: u64 = ones * 0x30
  const bias: u64 = ones * 246
  let carry: u64 = 0
  for (let i: usize = digitsBytes; i > 0; ) {
    i -= 8
    const more = bswap<u64>(load<u64>(step + i) ^ zeros) + carry
    if (more === 0) continue
    const sum = bswap<u64>(load<u64>(digits + i) ^ zeros) + more + bias
    carry = u64(sum < bias)
    const uncarried = (sum >> 7) & ones
    store<u64>(digits + i, bswap<u64>(sum - uncarried * 246) ^ zeros)
  }
}
