package main

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

// DescribeLimits may be called once a second.
const limitsInterval = time.Second

var warmStream = aws.String("warm")

// What holds for the account, and what streams may do with it.
func accountSteps() {
	step("limits, and what is used of them", limits)
	step("On-demand Advantage", advantage)
	step("warm throughput", warmThroughput)
}

func limits() {
	before := must(client.DescribeLimits(ctx, &kinesis.DescribeLimitsInput{}))
	equal([]int32{*before.ShardLimit, *before.OnDemandStreamCountLimit}, []int32{20_000, 50})
	create(&kinesis.CreateStreamInput{
		StreamName: warmStream, StreamModeDetails: &types.StreamModeDetails{StreamMode: types.StreamModeOnDemand},
	})
	time.Sleep(limitsInterval)
	after := must(client.DescribeLimits(ctx, &kinesis.DescribeLimitsInput{}))
	equal(*after.OnDemandStreamCount, *before.OnDemandStreamCount+1)
}

func advantage() {
	before := must(client.DescribeAccountSettings(ctx, &kinesis.DescribeAccountSettingsInput{}))
	equal(before.MinimumThroughputBillingCommitment.Status, types.MinimumThroughputBillingCommitmentOutputStatusDisabled)
	enabled := must(client.UpdateAccountSettings(ctx, &kinesis.UpdateAccountSettingsInput{
		MinimumThroughputBillingCommitment: &types.MinimumThroughputBillingCommitmentInput{
			Status: types.MinimumThroughputBillingCommitmentInputStatusEnabled,
		},
	}))
	equal(enabled.MinimumThroughputBillingCommitment.Status, types.MinimumThroughputBillingCommitmentOutputStatusEnabled)
	after := must(client.DescribeAccountSettings(ctx, &kinesis.DescribeAccountSettingsInput{}))
	equal(*after.MinimumThroughputBillingCommitment.StartedAt, *enabled.MinimumThroughputBillingCommitment.StartedAt)
}

func warmThroughput() {
	warm := &kinesis.UpdateStreamWarmThroughputInput{StreamName: warmStream, WarmThroughputMiBps: aws.Int32(6)}
	equal(*must(client.UpdateStreamWarmThroughput(ctx, warm)).WarmThroughput.TargetMiBps, 6)
	after := summary(warmStream)
	equal([]int32{*after.WarmThroughput.CurrentMiBps, *after.OpenShardCount}, []int32{6, 6})
	must(client.DeleteStream(ctx, &kinesis.DeleteStreamInput{StreamName: warmStream}))
}
