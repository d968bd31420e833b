import { createRequire } from 'node:module'

type Lz4 = typeof import('lz4-napi')

let loaded: Lz4 | undefined

/**
 * lz4 is native code that takes 3 MB and 10 ms: loaded with the first block that has to be packed or unpacked. By
 * `require`, as small blocks are packed on the spot, and a promise would be one for each.
 */
export function lz4(): Lz4 {
  loaded ??= createRequire(import.meta.url)('lz4-napi') as Lz4
  return loaded
}
