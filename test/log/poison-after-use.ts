import type { LogStore, ReadBatch } from '../../src/log/index.ts'

/** As a frame's length it is absurd. */
const poison = 0xdd

/**
 * The store, whose records in place are copies that are overwritten as soon as `use` has returned: whoever keeps a view of
 * them, or looks at them a turn later, reads nonsense. The store itself may use that memory again only much later.
 */
export function poisonAfterUse(store: LogStore): LogStore {
  const readInPlace = store.readInPlace.bind(store) as LogStore['readInPlace']
  const readNow = store.readNow.bind(store) as LogStore['readNow']
  store.readInPlace = (log, from, limit, use) => readInPlace(log, from, limit, onCopies(use))
  store.readNow = (log, from, limit, use) => readNow(log, from, limit, onCopies(use))
  return store
}

function onCopies<Result>(use: (batch: ReadBatch) => Result): (batch: ReadBatch) => Result {
  return ({ chunks, next }) => {
    const copies = chunks.map((chunk) => ({ ...chunk, frames: Buffer.from(chunk.frames) }))
    try {
      return use({ chunks: copies, next })
    } finally {
      for (const { frames } of copies) frames.fill(poison)
    }
  }
}
