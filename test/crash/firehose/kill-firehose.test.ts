import { expect, test } from 'vitest'
import { scratchFolder } from '../../cli/command.ts'
import { times } from '../../effort.ts'
import { killFirehose } from './kill-firehose.ts'

/* The long form: npm run kill -- --only firehose */
test('what a delivery stream acknowledged is in its folder after the server was killed', async () => {
  using folder = scratchFolder()
  const run = await killFirehose(folder.path, { kills: times(1) })
  expect(run.acknowledged).toBeGreaterThan(0)
}, 120_000)
