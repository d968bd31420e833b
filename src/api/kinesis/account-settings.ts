import type { CommitmentView } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import type { MinimumThroughputBillingCommitmentOutput } from './shapes.ts'

function describeCommitment(commitment: CommitmentView): MinimumThroughputBillingCommitmentOutput {
  const { status, startedMs, earliestEndMs, endedMs } = commitment
  return {
    Status: status,
    ...(startedMs !== undefined && { StartedAt: startedMs }),
    ...(endedMs !== undefined && { EndedAt: endedMs }),
    ...(earliestEndMs !== undefined && { EarliestAllowedEndAt: earliestEndMs }),
  }
}

/** Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeAccountSettings.html */
export const describeAccountSettings = defineOperation({
  name: 'DescribeAccountSettings',
  access: { action: 'kinesis:DescribeAccountSettings', resource: () => '*' },
  async run(_input, { streams }, { caller }) {
    return { MinimumThroughputBillingCommitment: describeCommitment(streams.accounts.commitment(caller)) }
  },
})

/**
 * Turns On-demand Advantage on or off. An end before the 24 hours of a commitment are over comes when they are.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateAccountSettings.html
 */
export const updateAccountSettings = defineOperation({
  name: 'UpdateAccountSettings',
  access: { action: 'kinesis:UpdateAccountSettings', resource: () => '*' },
  async run(input, { streams: { accounts } }, { caller }) {
    const isWanted = input.MinimumThroughputBillingCommitment.Status === 'ENABLED'
    const commitment = isWanted
      ? await accounts.enableCommitment(caller)
      : await accounts.disableCommitment(caller)
    return { MinimumThroughputBillingCommitment: describeCommitment(commitment) }
  },
})
