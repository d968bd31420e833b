/*
 * xxh64 over bytes wherever they are in the module's memory, in AssemblyScript: `npm run kernels` compiles this file to
 * src/log/xxh64.wasm.ts. A hash in a memory of its own has to copy its input first (docs/decisions/0012-one-memory.md).
 * Source: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 *
 *   begin(seed, held), update(from, length) as often as need be, digest()
 */
/* In halves: a linter for JavaScript knows no integers of 64 bits. */
const prime1: u64 = (0x9e3779b1 << 32) | 0x85ebca87
const prime2: u64 = (0xc2b2ae3d << 32) | 0x27d4eb4f
const prime3: u64 = (0x165667b1 << 32) | 0x9e3779f9
const prime4: u64 = (0x85ebca77 << 32) | 0xc2b2ae63
const prime5: u64 = (0x27d4eb2f << 32) | 0x165667c5
const stripeBytes: usize = 32

let lane1: u64 = 0
let lane2: u64 = 0
let lane3: u64 = 0
let lane4: u64 = 0
let total: u64 = 0
/** Where the begun stripe is kept, and how much of it there is. */
let heldAt: usize = 0
let held: usize = 0

/** @param at 32 bytes for what is left over between two updates */
export function begin(seed: u64, at: usize): void {
  lane1 = seed + prime1 + prime2
  lane2 = seed + prime2
  lane3 = seed
  lane4 = seed - prime1
  total = 0
  heldAt = at
  held = 0
}

export function update(from: usize, length: usize): void {
  const end = from + length
  let at = from
  total += length
  if (held > 0) {
    const missing = stripeBytes - held
    if (length < missing) {
      hold(at, end)
      return
    }
    memory.copy(heldAt + held, at, missing)
    at += missing
    stripes(heldAt, heldAt + stripeBytes)
    held = 0
  }
  const whole = at + ((end - at) & ~(stripeBytes - 1))
  stripes(at, whole)
  hold(whole, end)
}

export function digest(): u64 {
  let hash = total < stripeBytes ? lane3 + prime5 : converged()
  hash += total
  let at = heldAt
  const end = heldAt + held
  while (at + 8 <= end) {
    hash = rotl<u64>(hash ^ round(0, load<u64>(at)), 27) * prime1 + prime4
    at += 8
  }
  if (at + 4 <= end) {
    hash = rotl<u64>(hash ^ ((load<u32>(at) as u64) * prime1), 23) * prime2 + prime3
    at += 4
  }
  while (at < end) {
    hash = rotl<u64>(hash ^ ((load<u8>(at) as u64) * prime5), 11) * prime1
    at++
  }
  return avalanche(hash)
}

function hold(from: usize, to: usize): void {
  memory.copy(heldAt + held, from, to - from)
  held += to - from
}

/** Locals, not globals: V8 keeps these in registers over the loop. */
function stripes(from: usize, to: usize): void {
  let a = lane1
  let b = lane2
  let c = lane3
  let d = lane4
  for (let at = from; at < to; at += stripeBytes) {
    a = round(a, load<u64>(at))
    b = round(b, load<u64>(at, 8))
    c = round(c, load<u64>(at, 16))
    d = round(d, load<u64>(at, 24))
  }
  lane1 = a
  lane2 = b
  lane3 = c
  lane4 = d
}

function round(lane: u64, input: u64): u64 {
  return rotl<u64>(lane + input * prime2, 31) * prime1
}

function converged(): u64 {
  let hash = rotl<u64>(lane1, 1) + rotl<u64>(lane2, 7) + rotl<u64>(lane3, 12) + rotl<u64>(lane4, 18)
  hash = merge(hash, lane1)
  hash = merge(hash, lane2)
  hash = merge(hash, lane3)
  return merge(hash, lane4)
}

function merge(hash: u64, lane: u64): u64 {
  return (hash ^ round(0, lane)) * prime1 + prime4
}

function avalanche(value: u64): u64 {
  let hash = value
  hash = (hash ^ (hash >> 33)) * prime2
  hash = (hash ^ (hash >> 29)) * prime3
  return hash ^ (hash >> 32)
}
