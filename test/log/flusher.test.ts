import { expect, test } from 'vitest'
import { type File, MemoryFileSystem } from '../../src/base/index.ts'
import { fileWith } from './file-with.ts'
import { openTestStore, texts } from './open-test-store.ts'

/** Remembers in which order the journal was written and synced, and files of logs were removed. */
class RecordingDisk extends MemoryFileSystem {
  readonly events: string[] = []

  override async open(path: string, options: { create?: boolean } = {}): Promise<File> {
    const file = await super.open(path, options)
    if (!path.endsWith('.wal')) return file
    return fileWith(file, {
      write: async (position, chunks) => {
        this.events.push('written')
        await file.write(position, chunks)
      },
      sync: async () => {
        this.events.push('synced')
      },
    })
  }

  override async remove(path: string): Promise<void> {
    if (path.endsWith('.seg')) this.events.push('removed')
    await super.remove(path)
  }

  override async removeDirectory(directory: string): Promise<void> {
    this.events.push('removed')
    await super.removeDirectory(directory)
  }
}

/** A store whose log 1024 is in a segment, opened anew with nothing else to flush. */
async function reopened() {
  const files = new RecordingDisk()
  const options = { files, durability: 'os', segmentBytes: 1 } as const
  const first = await openTestStore(options)
  const log = first.newLogId()
  await first.commit([texts(log, ['a'])])
  await first.commit([texts(1, ['b'])])
  await first.close()
  const store = await openTestStore(options)
  files.events.length = 0
  return { files, store, log }
}

async function untilRemoved({ events }: RecordingDisk): Promise<void> {
  for (let turns = 0; !events.includes('removed') && turns < 100; turns++) await new Promise(setImmediate)
}

/* If the power failed in between, the log would be back without its files. */
test('with the operating system’s durability a drop is synced before the files of the log are removed', async () => {
  const { files, store, log } = await reopened()
  await store.commit([], [log])
  await untilRemoved(files)
  expect(files.events.slice(-3)).toEqual(['written', 'synced', 'removed'])
  await store.close()
})

test('with the operating system’s durability a trim is synced before segments are removed', async () => {
  const { files, store, log } = await reopened()
  await store.trim(log, 1)
  await untilRemoved(files)
  expect(files.events.slice(-3)).toEqual(['written', 'synced', 'removed'])
  await store.close()
})
