/*
 * Goal: what a client was told is stored survives `kill -9`, at whatever moment it comes.
 * Method: see kill-run.ts. This is its short form; `npm run kill -- --kills 50` is the long one.
 */
import { expect, test } from 'vitest'
import { Scratch } from '../../bench/lib/scratch.ts'
import { times } from '../effort.ts'
import { killRun } from './kill-run.ts'

const kills = times(2)

test('a server killed under load has every acknowledged record that is not too old, once, in order, when it is started again', async () => {
  using scratch = new Scratch()
  const run = await killRun(scratch.join('data'), { kills })
  expect(run.kills).toBe(kills)
  expect(run.acknowledged).toBeGreaterThan(0)
  expect(run.reshards).toBeGreaterThan(0)
  expect(run.trimmed).toBeGreaterThan(0)
}, 120_000)
