/*
 * Goal: `kill -9` of a worker loses no record, and a worker that stood still and goes on does no harm to the one that follows it.
 * Method: see kill-workers.ts. This is its short form; `npm run kill -- --only workers --kills 50` is the long one.
 */
import { expect, test } from 'vitest'
import { Scratch } from '../../../bench/lib/scratch.ts'
import { killWorkers } from './kill-workers.ts'

test('every record comes to a worker, whichever are killed, and again only behind the last checkpoint', async () => {
  using scratch = new Scratch()
  const run = await killWorkers(scratch.join('workers'), { kills: 2 })
  expect(run.records).toBeGreaterThan(0)
  expect(run.stints).toBeGreaterThan(6)
}, 120_000)
