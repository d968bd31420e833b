package main

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

const keyCount = 16

var (
	reshardingStream = aws.String("resharding")
	rounds           = 0
	quarter          = new(big.Int).Lsh(big.NewInt(1), 126).String()
)

// Shards that split and merge, and each key's records still in their order.
func reshardingSteps() {
	step("split a shard", split)
	step("merge two shards", merge)
	step("update the shard count", updateCount)
	step("read through the lineage", readThroughTheLineage)
}

// putARound puts one record of each key, which says how often there was one.
func putARound() {
	var entries []types.PutRecordsRequestEntry
	for key := range keyCount {
		entry := types.PutRecordsRequestEntry{Data: []byte(strconv.Itoa(rounds)), PartitionKey: aws.String(strconv.Itoa(key))}
		entries = append(entries, entry)
	}
	answer := must(client.PutRecords(ctx, &kinesis.PutRecordsInput{StreamName: reshardingStream, Records: entries}))
	equal(*answer.FailedRecordCount, 0)
	rounds++
}

func shards(filter *types.ShardFilter) []types.Shard {
	input := &kinesis.ListShardsInput{StreamName: reshardingStream, ShardFilter: filter}
	return must(client.ListShards(ctx, input)).Shards
}

func isClosed(shard types.Shard) bool {
	return shard.SequenceNumberRange.EndingSequenceNumber != nil
}

func split() {
	create(&kinesis.CreateStreamInput{StreamName: reshardingStream, ShardCount: aws.Int32(2)})
	putARound()
	must(client.SplitShard(ctx, &kinesis.SplitShardInput{
		StreamName:         reshardingStream,
		ShardToSplit:       aws.String(firstShard),
		NewStartingHashKey: aws.String(quarter),
	}))
	all := shards(nil)
	equal([]bool{isClosed(all[0]), isClosed(all[1]), isClosed(all[2]), isClosed(all[3])}, []bool{true, false, false, false})
	equal([]string{*all[2].ParentShardId, *all[3].ParentShardId}, []string{firstShard, firstShard})
	equal(*all[3].HashKeyRange.StartingHashKey, quarter)
	putARound()
}

func merge() {
	lower, upper := "shardId-000000000003", "shardId-000000000001"
	must(client.MergeShards(ctx, &kinesis.MergeShardsInput{
		StreamName:           reshardingStream,
		ShardToMerge:         aws.String(lower),
		AdjacentShardToMerge: aws.String(upper),
	}))
	merged := shards(nil)[4]
	equal([]string{*merged.ParentShardId, *merged.AdjacentParentShardId}, []string{lower, upper})
	equal(*summary(reshardingStream).OpenShardCount, 2)
	putARound()
}

func updateCount() {
	answer := must(client.UpdateShardCount(ctx, &kinesis.UpdateShardCountInput{
		StreamName:       reshardingStream,
		TargetShardCount: aws.Int32(3),
		ScalingType:      types.ScalingTypeUniformScaling,
	}))
	equal([]int32{*answer.CurrentShardCount, *answer.TargetShardCount}, []int32{2, 3})
	equal(len(shards(&types.ShardFilter{Type: types.ShardFilterTypeAtLatest})), 3)
	putARound()
}

// readShard returns the records of a shard up to its end, or to now if it is open, and its child shards.
func readShard(shardID string, closed bool) (records []types.Record, children []types.ChildShard) {
	iterator := must(client.GetShardIterator(ctx, &kinesis.GetShardIteratorInput{
		StreamName:        reshardingStream,
		ShardId:           aws.String(shardID),
		ShardIteratorType: types.ShardIteratorTypeTrimHorizon,
	})).ShardIterator
	for {
		answer := must(client.GetRecords(ctx, &kinesis.GetRecordsInput{ShardIterator: iterator}))
		records = append(records, answer.Records...)
		iterator = answer.NextShardIterator
		if iterator == nil || (!closed && *answer.MillisBehindLatest == 0) {
			return records, answer.ChildShards
		}
	}
}

func readThroughTheLineage() {
	closed, done, read := map[string]bool{}, map[string]bool{}, map[string]string{}
	all := shards(nil)
	for _, shard := range all {
		closed[*shard.ShardId] = isClosed(shard)
	}
	var waiting []string
	for _, shard := range shards(&types.ShardFilter{Type: types.ShardFilterTypeAtTrimHorizon}) {
		waiting = append(waiting, *shard.ShardId)
	}
	equal(waiting, []string{"shardId-000000000000", "shardId-000000000001"})
	for len(waiting) > 0 {
		shardID := waiting[0]
		records, children := readShard(shardID, closed[shardID])
		for _, record := range records {
			read[*record.PartitionKey] += string(record.Data) + " "
		}
		done[shardID] = true
		waiting = append(waiting[1:], ready(children, done)...)
	}
	order := ""
	for n := range rounds {
		order += fmt.Sprint(n) + " "
	}
	equal(len(read), keyCount)
	for _, numbers := range read {
		equal(numbers, order)
	}
	equal(len(done), len(all))
}

// ready returns the children all of whose parents are done.
func ready(children []types.ChildShard, done map[string]bool) (shardIDs []string) {
	for _, child := range children {
		parentsDone := true
		for _, parent := range child.ParentShards {
			parentsDone = parentsDone && done[parent]
		}
		if parentsDone {
			shardIDs = append(shardIDs, *child.ShardId)
		}
	}
	return shardIDs
}
