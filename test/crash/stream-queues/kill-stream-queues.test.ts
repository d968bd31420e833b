/*
 * Goal: what clients of a queue over a stream were told survives `kill -9`, at whatever moment it comes.
 * Method: see kill-stream-queues.ts. This is its short form; `npm run kill -- --only stream-queues --kills 50` is the long one.
 */
import { expect, test } from 'vitest'
import { Scratch } from '../../../bench/lib/scratch.ts'
import { times } from '../../effort.ts'
import { killStreamQueues } from './kill-stream-queues.ts'

const kills = times(1)

test('a queue over a stream of a server killed under load keeps what was put, and forgets what was acknowledged', async () => {
  using scratch = new Scratch()
  const run = await killStreamQueues(scratch.join('data'), { kills })
  expect(run.kills).toBe(kills)
  expect(Math.min(run.put, run.acknowledged)).toBeGreaterThan(0)
}, 120_000)
