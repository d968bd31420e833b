import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock, MemoryFileSystem } from '../../../src/base/index.ts'
import { FileLeaseStore, type Lease } from '../../../src/consumers/index.ts'
import { decodeLeases, encodeLeases } from '../../../src/consumers/lease-stores/lease-file.ts'
import { scratchFolder } from '../../cli/command.ts'
import { SeededRandom } from '../../sim/seeded-random.ts'
import { SimDisk } from '../../sim/sim-disk.ts'
import { rest } from '../../sim/sim-world.ts'
import { aLease } from '../leases/a-lease.ts'

test('several processes share a file, and none overwrites what another has written', async () => {
  using folder = scratchFolder()
  const path = `${folder.path}/leases`
  const store = new FileLeaseStore(path)
  await store.open()
  await store.create(aLease())
  const writer = fileURLToPath(new URL('file-writer.ts', import.meta.url))
  const runs = ['a', 'b', 'c'].map((name) =>
    promisify(execFile)(process.execPath, [writer, path, name, '40']),
  )
  await Promise.all(runs)
  expect(await store.get(aLease().key)).toMatchObject({ counter: 120 })
})

test('a damaged file is refused by every call, and left as it is', async () => {
  using folder = scratchFolder()
  const path = `${folder.path}/leases`
  const store = new FileLeaseStore(path)
  await store.open()
  await store.create(aLease())
  const damaged = readFileSync(path, 'utf8').replace('"counter":0', '"counter":1')
  writeFileSync(path, damaged)
  const corrupt = { code: 'LEASE_FILE_CORRUPT', message: expect.stringContaining(path) }
  await expect(new FileLeaseStore(path).open()).rejects.toMatchObject(corrupt)
  await expect(store.list()).rejects.toMatchObject(corrupt)
  await expect(store.create(aLease({ key: 'other' }))).rejects.toMatchObject(corrupt)
  expect(readFileSync(path, 'utf8')).toBe(damaged)
})

test('no part of a file, and no file with a byte changed, passes for the whole', () => {
  const leases = [aLease({ owner: 'a' }), aLease({ key: 'shardId-1', parents: ['ä'] })]
  const bytes = encodeLeases(leases)
  expect([...decodeLeases('leases', bytes).values()]).toEqual(leases)
  for (let end = 0; end < bytes.length; end++)
    expect(() => decodeLeases('leases', bytes.subarray(0, end))).toThrow('cannot be read')
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }))
  fc.assert(
    fc.property(change, ([at, bits]) => {
      const changed = Buffer.from(bytes)
      changed[at]! ^= bits
      expect(() => decodeLeases('leases', changed)).toThrow('cannot be read')
    }),
  )
})

test('writes wait while another process has the lock, and say so when that does not end', async () => {
  const files = new MemoryFileSystem()
  const clock = new ManualClock()
  const store = new FileLeaseStore('/data/leases', { files, clock })
  const lock = await files.lock('/data/leases.lock')
  const waiting = store.create(aLease())
  await passUntil(clock, 1_000)
  await lock.release()
  await passUntil(clock, 1_100)
  expect(await waiting).toBe(true)
  await files.lock('/data/leases.lock')
  const refused = expect(store.remove(aLease().key, 0)).rejects.toMatchObject({ code: 'FILE_LOCKED' })
  await passUntil(clock, 7_000)
  await refused
  expect(await store.list()).toHaveLength(1)
})

async function passUntil(clock: ManualClock, ms: number): Promise<void> {
  while (clock.monotonicMs() < ms) {
    clock.advance(10)
    await rest()
  }
}

/*
 * Goal: no crash loses a write that was answered, or leaves a file that cannot be read.
 * Method: writes on a simulated disk that loses power, or is left by a killed process, after each number of operations.
 */
test('after a crash at any operation the file has what was answered', async () => {
  for (let crashAt = 1; crashAt < 60; crashAt++) {
    const disk = new SimDisk(new SeededRandom(crashAt))
    const store = new FileLeaseStore('/data/leases', { files: disk })
    let answered = -1
    const writes = async () => {
      await store.open()
      let before: Lease | undefined
      for (;;) {
        const next = aLease({ counter: (before?.counter ?? -1) + 1 })
        await (before === undefined ? store.create(next) : store.replace(next, before))
        answered = next.counter
        before = next
      }
    }
    void writes().catch(() => undefined)
    for (await rest(); disk.operations < crashAt; await rest()) disk.step()
    if (crashAt % 2 === 0) disk.losePower()
    else disk.killProcess()
    await rest()
    disk.boot()
    const reading = new FileLeaseStore('/data/leases', { files: disk }).get(aLease().key)
    const settled = reading.then(() => true)
    while (!(await Promise.race([settled, rest().then(() => false)]))) disk.step()
    const counter = (await reading)?.counter ?? -1
    expect(counter).toBeGreaterThanOrEqual(answered)
    expect(counter).toBeLessThanOrEqual(answered + 1)
  }
})
