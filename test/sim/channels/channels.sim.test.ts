import { expect, test } from 'vitest'
import { times } from '../../effort.ts'
import { simulateChannels } from './simulate.ts'

/* See simulate.ts. More seeds: npm run sim -- --scenario channels --seeds N */
const seeds = times(3)

test('what is acknowledged while there is a channel is delivered, whatever the disk and the folder do', async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    expect(await simulateChannels(seed)).toMatchObject({ seed, violation: undefined })
  }
})
