import type { LogStore } from '../../src/log/index.ts'

/** As a frame's length it is absurd. */
const poison = 0xdd

/**
 * The store, whose records in place are copies that are overwritten as soon as `use` has returned: whoever keeps a view of
 * them, or looks at them a turn later, reads nonsense. The store itself may use that memory again only much later.
 */
export function poisonAfterUse(store: LogStore): LogStore {
  const readInPlace = store.readInPlace.bind(store) as LogStore['readInPlace']
  store.readInPlace = (log, from, limit, use) =>
    readInPlace(log, from, limit, ({ chunks, next }) => {
      const copies = chunks.map((chunk) => ({ ...chunk, frames: Buffer.from(chunk.frames) }))
      try {
        return use({ chunks: copies, next })
      } finally {
        for (const { frames } of copies) frames.fill(poison)
      }
    })
  return store
}
