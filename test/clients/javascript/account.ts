/* What holds for the account, and what streams may do with it. */
import { deepEqual, equal } from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import {
  DeleteStreamCommand,
  DescribeAccountSettingsCommand,
  DescribeLimitsCommand,
  UpdateAccountSettingsCommand,
  UpdateStreamWarmThroughputCommand,
} from '@aws-sdk/client-kinesis'
import { step } from '../steps.ts'
import { client, create, summary } from './client.ts'

const StreamName = 'warm'
/** DescribeLimits may be called once a second. */
const limitsIntervalMs = 1000

export async function accountSteps(): Promise<void> {
  await step('limits, and what is used of them', limits)
  await step('On-demand Advantage', advantage)
  await step('warm throughput', warmThroughput)
}

async function limits(): Promise<void> {
  const { ShardLimit, OnDemandStreamCountLimit, OnDemandStreamCount = 0 } = await describeLimits()
  deepEqual([ShardLimit, OnDemandStreamCountLimit], [20_000, 50])
  await create({ StreamName, StreamModeDetails: { StreamMode: 'ON_DEMAND' } })
  await delay(limitsIntervalMs)
  equal((await describeLimits()).OnDemandStreamCount, OnDemandStreamCount + 1)
}

const describeLimits = () => client.send(new DescribeLimitsCommand({}))

async function advantage(): Promise<void> {
  const before = await client.send(new DescribeAccountSettingsCommand({}))
  equal(before.MinimumThroughputBillingCommitment?.Status, 'DISABLED')
  const commitment = { MinimumThroughputBillingCommitment: { Status: 'ENABLED' as const } }
  const enabled = await client.send(new UpdateAccountSettingsCommand(commitment))
  equal(enabled.MinimumThroughputBillingCommitment?.Status, 'ENABLED')
  const after = await client.send(new DescribeAccountSettingsCommand({}))
  deepEqual(after.MinimumThroughputBillingCommitment, enabled.MinimumThroughputBillingCommitment)
}

async function warmThroughput(): Promise<void> {
  const warm = { StreamName, WarmThroughputMiBps: 6 }
  const { WarmThroughput } = await client.send(new UpdateStreamWarmThroughputCommand(warm))
  equal(WarmThroughput?.TargetMiBps, 6)
  const after = await summary(StreamName)
  deepEqual([after.WarmThroughput?.CurrentMiBps, after.OpenShardCount], [6, 6])
  await client.send(new DeleteStreamCommand({ StreamName }))
}
