import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { MemoryFileSystem } from '../../src/base/index.ts'
import { diskOf, filesUnder, flipBit } from './memory-disk.ts'
import { openTestStore, texts } from './open-test-store.ts'
import { readTexts } from './read-texts.ts'

async function closedFolder(): Promise<MemoryFileSystem> {
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files })
  await store.commit([texts(1, ['a'])])
  await store.close()
  return files
}

test('a damaged or missing checkpoint is refused, and never an empty store', async () => {
  const files = await closedFolder()
  const contents = await filesUnder(files)
  for (let position = 0; position < contents.get('/data/checkpoint')!.length; position += 5) {
    const damaged = await diskOf(contents)
    await flipBit(damaged, '/data/checkpoint', position)
    await expect(openTestStore({ files: damaged })).rejects.toMatchObject({ code: 'LOG_CHECKPOINT_CORRUPT' })
  }
  contents.delete('/data/checkpoint')
  await expect(openTestStore({ files: await diskOf(contents) })).rejects.toMatchObject({
    code: 'LOG_CHECKPOINT_CORRUPT',
  })
})

test('a folder of another format, or without its identity, is refused', async () => {
  const contents = await filesUnder(await closedFolder())
  contents.set('/data/millrace.json', Buffer.from('{"format":2,"salt":"0000000000000000"}'))
  await expect(openTestStore({ files: await diskOf(contents) })).rejects.toMatchObject({
    code: 'LOG_FOLDER_VERSION',
  })
  contents.set('/data/millrace.json', Buffer.from('not json'))
  await expect(openTestStore({ files: await diskOf(contents) })).rejects.toMatchObject({
    code: 'LOG_FOLDER_VERSION',
  })
  contents.delete('/data/millrace.json')
  await expect(openTestStore({ files: await diskOf(contents) })).rejects.toMatchObject({
    code: 'LOG_FOLDER_VERSION',
  })
})

test('a folder that has lost all but its logs and its checkpoint is refused, and keeps the logs', async () => {
  const contents = await filesUnder(await closedFolder())
  for (const path of contents.keys()) if (!/logs|checkpoint/.test(path)) contents.delete(path)
  const files = await diskOf(contents)
  await expect(openTestStore({ files })).rejects.toMatchObject({ code: 'LOG_FOLDER_VERSION' })
  expect(await filesUnder(files, '/data/logs')).toEqual(
    await filesUnder(await diskOf(contents), '/data/logs'),
  )
})

test('a folder whose journal has been removed or emptied is refused', async () => {
  const contents = await filesUnder(await closedFolder())
  const [journal] = [...contents.keys()].filter((path) => path.startsWith('/data/journal/'))
  for (const left of [Buffer.alloc(0), undefined]) {
    if (left === undefined) contents.delete(journal!)
    else contents.set(journal!, left)
    await expect(openTestStore({ files: await diskOf(contents) })).rejects.toMatchObject({
      code: 'LOG_JOURNAL_CORRUPT',
      message: '/data/journal has no file with batch 2, where the journal goes on',
    })
  }
})

test('a checkpoint of another folder is refused', async () => {
  const contents = await filesUnder(await closedFolder())
  contents.set('/data/checkpoint', (await filesUnder(await closedFolder())).get('/data/checkpoint')!)
  await expect(openTestStore({ files: await diskOf(contents) })).rejects.toMatchObject({
    code: 'LOG_CHECKPOINT_CORRUPT',
  })
})

test('a refused folder is unlocked again, and a mended one opens', async () => {
  const files = await closedFolder()
  await flipBit(files, '/data/checkpoint', 20)
  await expect(openTestStore({ files })).rejects.toMatchObject({ code: 'LOG_CHECKPOINT_CORRUPT' })
  await flipBit(files, '/data/checkpoint', 20)
  expect(await readTexts(await openTestStore({ files }), 1)).toEqual(['a'])
})

/** In bytes, without garbage. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

test('two thousand logs come back at once, and an idle one costs little memory', async () => {
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files })
  const logs = Array.from({ length: 2000 }, () => store.newLogId())
  await store.commit(logs.map((log) => texts(log, ['x'])))
  await store.close()
  const before = heapInUse()
  const again = await openTestStore({ files })
  const after = heapInUse()
  expect(again.stats()).toMatchObject({ logs: 2000, segments: 2000, openFiles: 0 })
  expect(again.newLogId()).toBeGreaterThan(logs.at(-1)!)
  expect((after - before) / logs.length).toBeLessThan(2000)
  expect(await readTexts(again, logs[1234]!)).toEqual(['x'])
})
