import { expect, test } from 'vitest'
import { scratchFolder } from '../../cli/command.ts'
import { times } from '../../effort.ts'
import { killedChannel } from './kill-channels.ts'
import { killDeliveries } from './kill-deliveries.ts'
import { killedFirehose } from './kill-firehose.ts'

/* The long forms: npm run kill -- --only firehose, or channels */
test.concurrent.each([
  ['a delivery stream', killedFirehose],
  ['a channel', killedChannel],
])(
  'what was acknowledged for %s is in its folder after the server was killed',
  async (_, delivery) => {
    using folder = scratchFolder()
    const run = await killDeliveries(delivery, folder.path, { kills: times(1) })
    expect(run.acknowledged).toBeGreaterThan(0)
  },
  120_000,
)
