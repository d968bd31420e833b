// The Go SDK v2 against a server: go run . ENDPOINT. Prints `ok NAME` or `not ok NAME: why` for each step.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

const (
	stream  = "go"
	shardID = "shardId-000000000000"
	records = 200
)

type walkthrough struct {
	ctx      context.Context
	client   *kinesis.Client
	payloads [][]byte
}

func main() {
	w := walkthrough{ctx: context.Background(), client: kinesis.New(kinesis.Options{
		BaseEndpoint: aws.String(os.Args[1]),
		Region:       "us-east-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "any"}, nil
		}),
	})}
	for i := range records {
		w.payloads = append(w.payloads, bytes.Repeat([]byte{byte(i)}, i))
	}
	step("create a stream and wait", w.create)
	step("put records", w.put)
	step("get them back whole and in order", w.get)
	step("a consumer gets them pushed, with what is put later", w.subscribe)
	step("an error has its own type and message", w.fail)
	step("delete the stream and wait", w.delete)
}

func (w *walkthrough) create() error {
	input := &kinesis.CreateStreamInput{StreamName: aws.String(stream), ShardCount: aws.Int32(1)}
	if _, err := w.client.CreateStream(w.ctx, input); err != nil {
		return err
	}
	waiter := kinesis.NewStreamExistsWaiter(w.client)
	return waiter.Wait(w.ctx, &kinesis.DescribeStreamInput{StreamName: aws.String(stream)}, 30*time.Second)
}

func (w *walkthrough) put() error {
	var entries []types.PutRecordsRequestEntry
	for _, data := range w.payloads {
		entries = append(entries, types.PutRecordsRequestEntry{Data: data, PartitionKey: aws.String("k")})
	}
	answer, err := w.client.PutRecords(w.ctx, &kinesis.PutRecordsInput{StreamName: aws.String(stream), Records: entries})
	if err != nil {
		return err
	}
	if *answer.FailedRecordCount != 0 {
		return fmt.Errorf("%d records failed", *answer.FailedRecordCount)
	}
	return nil
}

func (w *walkthrough) get() error {
	iterator, err := w.client.GetShardIterator(w.ctx, &kinesis.GetShardIteratorInput{
		StreamName:        aws.String(stream),
		ShardId:           aws.String(shardID),
		ShardIteratorType: types.ShardIteratorTypeTrimHorizon,
	})
	if err != nil {
		return err
	}
	answer, err := w.client.GetRecords(w.ctx, &kinesis.GetRecordsInput{ShardIterator: iterator.ShardIterator})
	if err != nil {
		return err
	}
	if len(answer.Records) != records {
		return fmt.Errorf("%d records", len(answer.Records))
	}
	for i, record := range answer.Records {
		if !bytes.Equal(record.Data, w.payloads[i]) {
			return fmt.Errorf("record %d differs", i)
		}
	}
	if age := time.Since(*answer.Records[0].ApproximateArrivalTimestamp); age.Abs() > time.Minute {
		return fmt.Errorf("the first record arrived %s ago", age)
	}
	return nil
}

func (w *walkthrough) subscribe() error {
	summary, err := w.client.DescribeStreamSummary(w.ctx, &kinesis.DescribeStreamSummaryInput{StreamName: aws.String(stream)})
	if err != nil {
		return err
	}
	registered, err := w.client.RegisterStreamConsumer(w.ctx, &kinesis.RegisterStreamConsumerInput{
		StreamARN:    summary.StreamDescriptionSummary.StreamARN,
		ConsumerName: aws.String("reader"),
	})
	if err != nil {
		return err
	}
	consumer := registered.Consumer.ConsumerARN
	answer, err := w.client.SubscribeToShard(w.ctx, &kinesis.SubscribeToShardInput{
		ConsumerARN:      consumer,
		ShardId:          aws.String(shardID),
		StartingPosition: &types.StartingPosition{Type: types.ShardIteratorTypeTrimHorizon},
	})
	if err != nil {
		return err
	}
	events := answer.GetStream()
	defer events.Close()
	seen := 0
	for seen <= records {
		event, ok := (<-events.Events()).(*types.SubscribeToShardEventStreamMemberSubscribeToShardEvent)
		if !ok {
			return fmt.Errorf("the stream ended: %w", events.Err())
		}
		for _, record := range event.Value.Records {
			if seen < records && !bytes.Equal(record.Data, w.payloads[seen]) {
				return fmt.Errorf("record %d differs", seen)
			}
			seen++
		}
		if seen == records {
			later := &kinesis.PutRecordInput{StreamName: aws.String(stream), PartitionKey: aws.String("k"), Data: []byte("later")}
			if _, err := w.client.PutRecord(w.ctx, later); err != nil {
				return err
			}
		}
	}
	_, err = w.client.DeregisterStreamConsumer(w.ctx, &kinesis.DeregisterStreamConsumerInput{ConsumerARN: consumer})
	return err
}

func (w *walkthrough) fail() error {
	_, err := w.client.DescribeStream(w.ctx, &kinesis.DescribeStreamInput{StreamName: aws.String("absent")})
	var notFound *types.ResourceNotFoundException
	if !errors.As(err, &notFound) {
		return fmt.Errorf("another error: %w", err)
	}
	if message := notFound.ErrorMessage(); !strings.HasPrefix(message, "Stream absent under account ") {
		return errors.New(message)
	}
	return nil
}

func (w *walkthrough) delete() error {
	if _, err := w.client.DeleteStream(w.ctx, &kinesis.DeleteStreamInput{StreamName: aws.String(stream)}); err != nil {
		return err
	}
	waiter := kinesis.NewStreamNotExistsWaiter(w.client)
	return waiter.Wait(w.ctx, &kinesis.DescribeStreamInput{StreamName: aws.String(stream)}, 30*time.Second)
}

func step(name string, run func() error) {
	if err := run(); err != nil {
		fmt.Printf("not ok %s: %s\n", name, strings.ReplaceAll(err.Error(), "\n", " | "))
		os.Exit(1)
	}
	fmt.Println("ok", name)
}
