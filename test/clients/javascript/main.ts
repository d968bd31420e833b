/*
 * The JavaScript SDK v3 against a server: node main.ts ENDPOINT HASTY_ENDPOINT h2|h1.
 */
import { accountSteps } from './account.ts'
import { channelSteps } from './channels.ts'
import { client, hasty } from './client.ts'
import { consumerSteps } from './consumers.ts'
import { failureSteps } from './failures.ts'
import { reshardingSteps } from './resharding.ts'
import { settingsSteps } from './settings.ts'
import { walkthroughSteps } from './walkthrough.ts'

for (const part of [
  walkthroughSteps,
  reshardingSteps,
  consumerSteps,
  channelSteps,
  settingsSteps,
  accountSteps,
  failureSteps,
]) {
  await part()
}
client.destroy()
hasty.destroy()
