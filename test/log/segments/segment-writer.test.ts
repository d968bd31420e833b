import { expect, test } from 'vitest'
import { frameOf, type LogStore } from '../../../src/log/index.ts'
import { WaitingDisk } from '../memory-disk.ts'
import { openTestStore, texts } from '../open-test-store.ts'
import { readTexts } from '../read-texts.ts'

/** Commits one record in memory of the store, as the API does. It is too large to be copied anywhere. */
async function commitLarge(store: LogStore, letter: string): Promise<void> {
  const frame = frameOf(Buffer.from(letter.repeat(40_000)), 1)
  const frames = store.allocate(frame.length)
  frame.copy(frames)
  await store.commit([{ log: 1, count: 1, frames }])
  store.release(frames)
}

test('records that are trimmed while they are on their way to a segment do not harm those behind them', async () => {
  const files = new WaitingDisk()
  /* A slab for each record, two records a block; nothing stays in memory that a segment holds. */
  const sizes = {
    slabBytes: 44_000,
    slabs: 20,
    poisonFreedMemory: true,
    blockBytes: 100_000,
    memoryBytesMax: 1,
  }
  const store = await openTestStore({ files, ...sizes, flushBytes: 150_000 })
  for (const letter of 'abcd') await commitLarge(store, letter)
  await files.asked
  await store.trim(1, 3)
  await store.commit([texts(2, ['moves the slab that is being cut on'])])
  files.goOn()
  await store.close()
  const again = await openTestStore({ files, ...sizes })
  expect(await readTexts(again, 1, 3)).toEqual(['d'.repeat(40_000)])
})
