package main

import (
	"bytes"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

var (
	settingsStream = aws.String("settings")
	settingsARN    *string
)

// The settings of a stream.
func settingsSteps() {
	step("tags by the name of the stream", tagsByName)
	step("tags by ARN", tagsByARN)
	step("retention", retention)
	step("encryption", encryption)
	step("enhanced monitoring", monitoring)
	step("a resource policy", policy)
	step("larger records", largerRecords)
	step("the mode, and the distribution of records", modeAndDistribution)
}

func tagsByName() {
	settingsARN = create(&kinesis.CreateStreamInput{
		StreamName: settingsStream, ShardCount: aws.Int32(4), Tags: map[string]string{"a": "1"},
	})
	must(client.AddTagsToStream(ctx, &kinesis.AddTagsToStreamInput{
		StreamName: settingsStream, Tags: map[string]string{"b": "2", "c": "Grüße"},
	}))
	must(client.RemoveTagsFromStream(ctx, &kinesis.RemoveTagsFromStreamInput{
		StreamName: settingsStream, TagKeys: []string{"a"},
	}))
	first := must(client.ListTagsForStream(ctx, &kinesis.ListTagsForStreamInput{
		StreamName: settingsStream, Limit: aws.Int32(1),
	}))
	equal([]any{tagTexts(first.Tags), *first.HasMoreTags}, []any{[]string{"b=2"}, true})
	rest := must(client.ListTagsForStream(ctx, &kinesis.ListTagsForStreamInput{
		StreamName: settingsStream, ExclusiveStartTagKey: aws.String("b"),
	}))
	equal([]any{tagTexts(rest.Tags), *rest.HasMoreTags}, []any{[]string{"c=Grüße"}, false})
}

func tagTexts(tags []types.Tag) (texts []string) {
	for _, tag := range tags {
		texts = append(texts, *tag.Key+"="+*tag.Value)
	}
	return texts
}

func tagsByARN() {
	must(client.TagResource(ctx, &kinesis.TagResourceInput{ResourceARN: settingsARN, Tags: map[string]string{"d": "4"}}))
	must(client.UntagResource(ctx, &kinesis.UntagResourceInput{ResourceARN: settingsARN, TagKeys: []string{"b", "c"}}))
	answer := must(client.ListTagsForResource(ctx, &kinesis.ListTagsForResourceInput{ResourceARN: settingsARN}))
	equal(tagTexts(answer.Tags), []string{"d=4"})
}

func retention() {
	must(client.IncreaseStreamRetentionPeriod(ctx, &kinesis.IncreaseStreamRetentionPeriodInput{
		StreamName: settingsStream, RetentionPeriodHours: aws.Int32(8760),
	}))
	equal(*summary(settingsStream).RetentionPeriodHours, 8760)
	must(client.DecreaseStreamRetentionPeriod(ctx, &kinesis.DecreaseStreamRetentionPeriodInput{
		StreamName: settingsStream, RetentionPeriodHours: aws.Int32(48),
	}))
	equal(*summary(settingsStream).RetentionPeriodHours, 48)
}

func encryption() {
	key := aws.String("alias/aws/kinesis")
	must(client.StartStreamEncryption(ctx, &kinesis.StartStreamEncryptionInput{
		StreamName: settingsStream, EncryptionType: types.EncryptionTypeKms, KeyId: key,
	}))
	on := summary(settingsStream)
	equal([]any{on.EncryptionType, *on.KeyId}, []any{types.EncryptionTypeKms, *key})
	must(client.StopStreamEncryption(ctx, &kinesis.StopStreamEncryptionInput{
		StreamName: settingsStream, EncryptionType: types.EncryptionTypeKms, KeyId: key,
	}))
	off := summary(settingsStream)
	equal([]any{off.EncryptionType, off.KeyId == nil}, []any{types.EncryptionTypeNone, true})
}

func monitoring() {
	on := must(client.EnableEnhancedMonitoring(ctx, &kinesis.EnableEnhancedMonitoringInput{
		StreamName:        settingsStream,
		ShardLevelMetrics: []types.MetricsName{types.MetricsNameIncomingBytes, types.MetricsNameOutgoingBytes},
	}))
	equal([]int{len(on.CurrentShardLevelMetrics), len(on.DesiredShardLevelMetrics)}, []int{0, 2})
	off := must(client.DisableEnhancedMonitoring(ctx, &kinesis.DisableEnhancedMonitoringInput{
		StreamName: settingsStream, ShardLevelMetrics: []types.MetricsName{types.MetricsNameOutgoingBytes},
	}))
	equal(off.DesiredShardLevelMetrics, []types.MetricsName{types.MetricsNameIncomingBytes})
	equal(summary(settingsStream).EnhancedMonitoring[0].ShardLevelMetrics, off.DesiredShardLevelMetrics)
}

func policy() {
	text := fmt.Sprintf(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*",`+
		`"Action":"kinesis:PutRecord","Resource":%q}}`, *settingsARN)
	must(client.PutResourcePolicy(ctx, &kinesis.PutResourcePolicyInput{ResourceARN: settingsARN, Policy: &text}))
	get := &kinesis.GetResourcePolicyInput{ResourceARN: settingsARN}
	equal(*must(client.GetResourcePolicy(ctx, get)).Policy, text)
	must(client.DeleteResourcePolicy(ctx, &kinesis.DeleteResourcePolicyInput{ResourceARN: settingsARN}))
	_, err := client.GetResourcePolicy(ctx, get)
	failed[*types.ResourceNotFoundException](err, *settingsARN)
}

func largerRecords() {
	must(client.UpdateMaxRecordSize(ctx, &kinesis.UpdateMaxRecordSizeInput{
		StreamARN: settingsARN, MaxRecordSizeInKiB: aws.Int32(3 * 1024),
	}))
	equal(*summary(settingsStream).MaxRecordSizeInKiB, 3*1024)
	data := bytes.Repeat([]byte("x"), 2*1024*1024)
	put := must(client.PutRecord(ctx, &kinesis.PutRecordInput{
		StreamName: settingsStream, PartitionKey: aws.String("k"), Data: data,
	}))
	iterator := must(client.GetShardIterator(ctx, &kinesis.GetShardIteratorInput{
		StreamName:             settingsStream,
		ShardId:                put.ShardId,
		ShardIteratorType:      types.ShardIteratorTypeAtSequenceNumber,
		StartingSequenceNumber: put.SequenceNumber,
	}))
	answer := must(client.GetRecords(ctx, &kinesis.GetRecordsInput{ShardIterator: iterator.ShardIterator}))
	equal(bytes.Equal(answer.Records[0].Data, data), true)
}

func modeAndDistribution() {
	must(client.UpdateStreamMode(ctx, &kinesis.UpdateStreamModeInput{
		StreamARN: settingsARN, StreamModeDetails: &types.StreamModeDetails{StreamMode: types.StreamModeOnDemand},
	}))
	equal(summary(settingsStream).StreamModeDetails.StreamMode, types.StreamModeOnDemand)
	for _, strategy := range types.RecordDistributionStrategy("").Values() {
		must(client.UpdateStreamRecordDistributionStrategy(ctx, &kinesis.UpdateStreamRecordDistributionStrategyInput{
			StreamARN: settingsARN, RecordDistributionStrategy: strategy,
		}))
		equal(summary(settingsStream).RecordDistributionStrategy, strategy)
	}
}
