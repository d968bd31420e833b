package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

// SubscribeToShard may be called once a second.
const subscribeInterval = time.Second

var (
	consumerStream    = aws.String("consumers")
	consumerStreamARN *string
	consumerARN       *string
)

// Enhanced fan-out.
func consumerSteps() {
	step("register consumers", register)
	step("describe one by ARN and by name", describeConsumer)
	step("list them a page at a time", listConsumers)
	step("a consumer gets records pushed, with what is put later", subscribe)
	step("a second subscription has to wait", func() {
		time.Sleep(subscribeInterval)
		_, err := client.SubscribeToShard(ctx, subscription())
		failed[*types.ResourceInUseException](err, "")
	})
	step("deregister one and delete the stream with the other", removeConsumers)
}

func register() {
	consumerStreamARN = create(&kinesis.CreateStreamInput{StreamName: consumerStream, ShardCount: aws.Int32(1)})
	consumerARN = must(client.RegisterStreamConsumer(ctx, &kinesis.RegisterStreamConsumerInput{
		StreamARN:    consumerStreamARN,
		ConsumerName: aws.String("first"),
		Tags:         map[string]string{"team": "a"},
	})).Consumer.ConsumerARN
	equal(strings.HasPrefix(*consumerARN, *consumerStreamARN+"/consumer/first:"), true)
	second := &kinesis.RegisterStreamConsumerInput{StreamARN: consumerStreamARN, ConsumerName: aws.String("second")}
	must(client.RegisterStreamConsumer(ctx, second))
	equal(*summary(consumerStream).ConsumerCount, 2)
}

func describeConsumer() {
	byARN := &kinesis.DescribeStreamConsumerInput{ConsumerARN: consumerARN}
	byName := &kinesis.DescribeStreamConsumerInput{StreamARN: consumerStreamARN, ConsumerName: aws.String("first")}
	for _, input := range []*kinesis.DescribeStreamConsumerInput{byARN, byName} {
		consumer := must(client.DescribeStreamConsumer(ctx, input)).ConsumerDescription
		equal(*consumer.ConsumerARN, *consumerARN)
		equal(consumer.ConsumerStatus, types.ConsumerStatusActive)
	}
	tags := must(client.ListTagsForResource(ctx, &kinesis.ListTagsForResourceInput{ResourceARN: consumerARN})).Tags
	equal([]string{*tags[0].Key, *tags[0].Value}, []string{"team", "a"})
}

func listConsumers() {
	input := &kinesis.ListStreamConsumersInput{StreamARN: consumerStreamARN, MaxResults: aws.Int32(1)}
	pages := kinesis.NewListStreamConsumersPaginator(client, input)
	var names []string
	for pages.HasMorePages() {
		page := must(pages.NextPage(ctx))
		equal(len(page.Consumers), 1)
		names = append(names, *page.Consumers[0].ConsumerName)
	}
	equal(names, []string{"first", "second"})
}

func subscription() *kinesis.SubscribeToShardInput {
	return &kinesis.SubscribeToShardInput{
		ConsumerARN:      consumerARN,
		ShardId:          aws.String(firstShard),
		StartingPosition: &types.StartingPosition{Type: types.ShardIteratorTypeTrimHorizon},
	}
}

func subscribe() {
	putAll(consumerStream, payloads)
	events := must(client.SubscribeToShard(ctx, subscription())).GetStream()
	defer events.Close()
	var read [][]byte
	for len(read) <= len(payloads) {
		event, ok := (<-events.Events()).(*types.SubscribeToShardEventStreamMemberSubscribeToShardEvent)
		if !ok {
			panic(fmt.Errorf("the stream ended: %w", events.Err()))
		}
		for _, record := range event.Value.Records {
			read = append(read, record.Data)
		}
		if len(read) == len(payloads) {
			putAll(consumerStream, [][]byte{[]byte("later")})
		}
	}
	equal(read, append(payloads[:len(payloads):len(payloads)], []byte("later")))
}

func removeConsumers() {
	must(client.DeregisterStreamConsumer(ctx, &kinesis.DeregisterStreamConsumerInput{ConsumerARN: consumerARN}))
	equal(*summary(consumerStream).ConsumerCount, 1)
	_, err := client.DeleteStream(ctx, &kinesis.DeleteStreamInput{StreamName: consumerStream})
	failed[*types.ResourceInUseException](err, "")
	withConsumers := &kinesis.DeleteStreamInput{StreamName: consumerStream, EnforceConsumerDeletion: aws.Bool(true)}
	must(client.DeleteStream(ctx, withConsumers))
}
