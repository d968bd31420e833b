import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type File, MemoryFileSystem, type OpenOptions, systemRandom } from '../../../src/base/index.ts'
import { FolderObjects } from '../../../src/firehose-sink/index.ts'
import { pathOfKey } from '../../../src/firehose-sink/objects/object-path.ts'
import { fileWith } from '../../log/file-with.ts'

const parts = fc.oneof(
  fc.constantFrom('', '.', '..', '%', '%2E', 'a', '\0', 'a\\b', '.unfinished'),
  fc.string({ unit: 'binary', maxLength: 300 }),
)
const keys = fc.array(parts, { minLength: 1, maxLength: 4 }).map((all) => all.join('/'))

test('no key leads out of the folder of its bucket, or to a name that a file system does not take', () => {
  fc.assert(
    fc.property(keys, (key) => {
      for (const name of pathOfKey(key).split('/')) {
        expect(['', '.', '..']).not.toContain(name)
        expect(name).not.toMatch(/[\\:]|\p{Cc}/u)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
      }
    }),
  )
})

test('different keys have different paths', () => {
  const text = fc.string({ unit: fc.constantFrom('.', '/', '%', 'E', '2', 'é'), maxLength: 6 })
  const long = fc.tuple(text, text).map(([start, end]) => `${start}${'a'.repeat(252)}${end}`)
  fc.assert(
    fc.property(fc.oneof(text, long), fc.oneof(text, long), (one, other) => {
      expect(pathOfKey(one) === pathOfKey(other)).toBe(one === other)
    }),
    { numRuns: 300 },
  )
})

test('an object is in its place whole, or not at all', async () => {
  const files = new MemoryFileSystem()
  const objects = new FolderObjects(files, '/objects', systemRandom)
  const object = {
    bucket: 'logs',
    key: 'a/b/../c',
    body: [Buffer.from('one'), Buffer.from('two')],
    metadata: { contentType: 'application/octet-stream' },
  }
  await objects.put(object, new AbortController().signal)
  const file = await files.open('/objects/logs/a/b/%2E%2E/c')
  expect((await file.read(0, 100)).toString()).toBe('onetwo')
  await expect(objects.put({ ...object, key: 'late' }, AbortSignal.abort())).rejects.toMatchObject({
    code: 'FIREHOSE_DELIVERY_FAILED',
  })
  expect(await files.list('/objects/logs')).toEqual(['a'])
  expect(await files.list('/objects/.unfinished')).toEqual([])
})

test('why an object could not be written is said, and nothing is left of it', async () => {
  class FullDisk extends MemoryFileSystem {
    override async open(path: string, options?: OpenOptions): Promise<File> {
      const file = await super.open(path, options)
      const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
      return fileWith(file, { write: () => Promise.reject(error) })
    }
  }
  const files = new FullDisk()
  const objects = new FolderObjects(files, '/objects', systemRandom)
  const metadata = { contentType: 'application/octet-stream' }
  const object = { bucket: 'logs', key: 'a', body: [Buffer.from('one')], metadata }
  await expect(objects.put(object, new AbortController().signal)).rejects.toMatchObject({
    code: 'FIREHOSE_DELIVERY_FAILED',
    message: 'The object a could not be written to the folder of logs: ENOSPC: no space left on device',
  })
  expect(await files.list('/objects/.unfinished')).toEqual([])
})
