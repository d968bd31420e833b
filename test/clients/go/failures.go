package main

import (
	"errors"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
	"github.com/aws/smithy-go"
)

// Longer than an iterator lives on the hasty server.
const iteratorLife = 400 * time.Millisecond

var failureStream = aws.String("failures")

// Failures have their own types, with a message.
func failureSteps() {
	input := &kinesis.CreateStreamInput{StreamName: failureStream, ShardCount: aws.Int32(1)}
	step("a stream that exists", func() {
		create(input)
		_, err := client.CreateStream(ctx, input)
		failed[*types.ResourceInUseException](err, *failureStream)
	})
	step("a stream that does not", func() {
		_, err := client.DescribeStream(ctx, &kinesis.DescribeStreamInput{StreamName: aws.String("absent")})
		failed[*types.ResourceNotFoundException](err, "Stream absent under account ")
	})
	step("input against the model", inputAgainstTheModel)
	step("an iterator that is none", func() {
		_, err := client.GetRecords(ctx, &kinesis.GetRecordsInput{ShardIterator: aws.String("nonsense")})
		failed[*types.InvalidArgumentException](err, "")
	})
	step("more shards than allowed at once", func() {
		_, err := client.UpdateShardCount(ctx, &kinesis.UpdateShardCountInput{
			StreamName: failureStream, TargetShardCount: aws.Int32(3), ScalingType: types.ScalingTypeUniformScaling,
		})
		failed[*types.LimitExceededException](err, "UpdateShardCount cannot scale up over double ")
	})
	step("an iterator that is too old", func() { tooOldIterator(input) })
}

func inputAgainstTheModel() {
	_, err := client.CreateStream(ctx, &kinesis.CreateStreamInput{StreamName: aws.String("not valid")})
	var failure smithy.APIError
	equal(errors.As(err, &failure), true)
	equal(failure.ErrorCode(), "ValidationException")
	text := "1 validation error detected: Value 'not valid' at 'streamName' failed to satisfy constraint: "
	equal(strings.HasPrefix(failure.ErrorMessage(), text), true)
}

func tooOldIterator(input *kinesis.CreateStreamInput) {
	must(hasty.CreateStream(ctx, input))
	iterator := must(hasty.GetShardIterator(ctx, &kinesis.GetShardIteratorInput{
		StreamName:        input.StreamName,
		ShardId:           aws.String(firstShard),
		ShardIteratorType: types.ShardIteratorTypeLatest,
	}))
	time.Sleep(iteratorLife)
	_, err := hasty.GetRecords(ctx, &kinesis.GetRecordsInput{ShardIterator: iterator.ShardIterator})
	failed[*types.ExpiredIteratorException](err, "tolerated delay of 300000 milliseconds.")
}
