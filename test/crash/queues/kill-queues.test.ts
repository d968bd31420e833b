/*
 * Goal: what clients of queues were told survives `kill -9`, at whatever moment it comes.
 * Method: see kill-queues.ts. This is its short form; `npm run kill -- --kills 50` is the long one.
 */
import { expect, test } from 'vitest'
import { Scratch } from '../../../bench/lib/scratch.ts'
import { times } from '../../effort.ts'
import { killQueues } from './kill-queues.ts'

const kills = times(1)

test('queues of a server killed under load keep what was sent, and forget what was deleted', async () => {
  using scratch = new Scratch()
  const run = await killQueues(scratch.join('data'), { kills })
  expect(run.kills).toBe(kills)
  expect(Math.min(run.sent, run.deleted)).toBeGreaterThan(0)
}, 120_000)
