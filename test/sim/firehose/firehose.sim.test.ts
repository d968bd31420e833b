import { expect, test } from 'vitest'
import { times } from '../../effort.ts'
import { simulateFirehose } from './simulate.ts'

/* See simulate.ts. More seeds: npm run sim -- --scenario firehose --seeds N */
const seeds = times(4)

test('what delivery streams acknowledge is delivered, whatever disk and destination do', async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    expect(await simulateFirehose(seed)).toMatchObject({ seed, violation: undefined })
  }
})
