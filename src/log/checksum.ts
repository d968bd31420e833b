import xxhash from 'xxhash-wasm'

const { h64Raw, create64 } = await xxhash()

/** The library copies its input into WebAssembly memory, which never shrinks: larger input is given in slices. */
const sliceBytes = 256 * 1024

/**
 * xxh64 of `parts` as if they were one buffer. A seed that the writer of the content cannot know (a random salt) makes
 * sure that content cannot pass for a structure of ours.
 */
export function checksum(parts: readonly Uint8Array[], seed: bigint): bigint {
  const [only] = parts
  if (parts.length === 1 && only !== undefined && only.byteLength <= sliceBytes) return h64Raw(only, seed)
  const hash = create64(seed)
  for (const part of parts) {
    for (let at = 0; at < part.byteLength; at += sliceBytes) hash.update(part.subarray(at, at + sliceBytes))
  }
  return hash.digest()
}
