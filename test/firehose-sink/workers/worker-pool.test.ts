import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { packRecords } from '../../../src/firehose-sink/workers/packed-records.ts'
import { WorkerPool } from '../../../src/firehose-sink/workers/worker-pool.ts'

/** A pool of one thread, and jobs for it: the first `deaths` attempts of each end the thread. */
function mortalPool() {
  const pool = new WorkerPool(1, fileURLToPath(import.meta.resolve('./mortal-jobs.ts')))
  const run = (text: string, deaths: number) => {
    let attempts = 0
    const inputOf = () => {
      const records = packRecords([{ data: Buffer.from(text) }])
      const query = attempts++ < deaths ? 'die' : 'live'
      return { task: { query, records }, transferList: [records.bytes.buffer, records.ends.buffer] }
    }
    return pool.run('extractKeys', inputOf, new AbortController().signal)
  }
  return { run, [Symbol.asyncDispose]: () => pool.close() }
}

test('a job whose thread dies is done again in another, and those that wait behind it are done too', async () => {
  await using pool = mortalPool()
  const jobs = [pool.run('a', 0), pool.run('b', 2), pool.run('c', 0)]
  expect(await Promise.all(jobs)).toEqual([['a'], ['b'], ['c']])
})

test('a job that ends three threads fails, to be tried again later, and the pool goes on', async () => {
  await using pool = mortalPool()
  const [failing, waiting] = [pool.run('a', 3), pool.run('b', 0)]
  await expect(failing).rejects.toMatchObject({ code: 'FIREHOSE_JOB_FAILED', retryable: true })
  expect(await waiting).toEqual(['b'])
  expect(await pool.run('c', 0)).toEqual(['c'])
})
