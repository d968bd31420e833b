/*
 * Goal: what publishers were told survives `kill -9`, and parts no subscribers, at whatever moment it comes.
 * Method: see kill-topics.ts. This is its short form; `npm run kill -- --only topics --kills 50` is the long one.
 */
import { expect, test } from 'vitest'
import { Scratch } from '../../../bench/lib/scratch.ts'
import { times } from '../../effort.ts'
import { killTopics } from './kill-topics.ts'

const kills = times(1)

test('topics of a server killed under load have the same messages for all subscribers', async () => {
  using scratch = new Scratch()
  const run = await killTopics(scratch.join('data'), { kills })
  expect(run.kills).toBe(kills)
  expect(run.published).toBeGreaterThan(0)
}, 120_000)
