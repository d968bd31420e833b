package main

import (
	"bytes"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

var (
	walkthroughStream = aws.String("go")
	payloads          = payloadsOf(200)
)

func payloadsOf(count int) (payloads [][]byte) {
	for i := range count {
		payloads = append(payloads, bytes.Repeat([]byte{byte(i)}, i))
	}
	return payloads
}

// Records, from a new stream to its end.
func walkthroughSteps() {
	step("create a stream, wait, and find it", createAndFind)
	step("put records", put)
	step("get them back whole and in order", get)
	step("delete the stream and wait", func() {
		must(client.DeleteStream(ctx, &kinesis.DeleteStreamInput{StreamName: walkthroughStream}))
		waiter := kinesis.NewStreamNotExistsWaiter(client)
		succeed(waiter.Wait(ctx, &kinesis.DescribeStreamInput{StreamName: walkthroughStream}, 30*time.Second))
	})
}

func createAndFind() {
	create(&kinesis.CreateStreamInput{StreamName: walkthroughStream, ShardCount: aws.Int32(1)})
	answer := must(client.DescribeStream(ctx, &kinesis.DescribeStreamInput{StreamName: walkthroughStream}))
	equal(*answer.StreamDescription.Shards[0].ShardId, firstShard)
	streams := kinesis.NewListStreamsPaginator(client, &kinesis.ListStreamsInput{})
	equal(must(streams.NextPage(ctx)).StreamNames, []string{*walkthroughStream})
}

func put() {
	first := &kinesis.PutRecordInput{StreamName: walkthroughStream, PartitionKey: aws.String("k"), Data: payloads[0]}
	equal(*must(client.PutRecord(ctx, first)).ShardId, firstShard)
	putAll(walkthroughStream, payloads[1:])
}

func putAll(stream *string, payloads [][]byte) {
	var entries []types.PutRecordsRequestEntry
	for _, data := range payloads {
		entries = append(entries, types.PutRecordsRequestEntry{Data: data, PartitionKey: aws.String("k")})
	}
	answer := must(client.PutRecords(ctx, &kinesis.PutRecordsInput{StreamName: stream, Records: entries}))
	equal(*answer.FailedRecordCount, 0)
}

func get() {
	iterator := must(client.GetShardIterator(ctx, &kinesis.GetShardIteratorInput{
		StreamName:        walkthroughStream,
		ShardId:           aws.String(firstShard),
		ShardIteratorType: types.ShardIteratorTypeTrimHorizon,
	}))
	answer := must(client.GetRecords(ctx, &kinesis.GetRecordsInput{ShardIterator: iterator.ShardIterator}))
	equal(len(answer.Records), len(payloads))
	for i, record := range answer.Records {
		equal(record.Data, payloads[i])
	}
	age := time.Since(*answer.Records[0].ApproximateArrivalTimestamp)
	equal(age.Abs() < time.Minute, true)
}
