// The Go SDK v2 against a server: go run . ENDPOINT HASTY_ENDPOINT. Prints `ok NAME` or `not ok NAME: why` for each step.
package main

import (
	"context"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"

	"millrace/clients/steps"
)

const firstShard = "shardId-000000000000"

var (
	ctx    = context.Background()
	client = clientOf(os.Args[1])
	// Time runs a thousand times as fast for this server: test/clients/hasty-server.ts.
	hasty = clientOf(os.Args[2])
)

func main() {
	walkthroughSteps()
	reshardingSteps()
	consumerSteps()
	channelSteps()
	settingsSteps()
	accountSteps()
	failureSteps()
}

func clientOf(endpoint string) *kinesis.Client {
	return kinesis.New(kinesis.Options{
		BaseEndpoint: aws.String(endpoint),
		Region:       "us-east-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{
				AccessKeyID:     os.Getenv("AWS_ACCESS_KEY_ID"),
				SecretAccessKey: os.Getenv("AWS_SECRET_ACCESS_KEY"),
			}, nil
		}),
	})
}

// create makes a stream, waits for it, and returns its ARN.
func create(input *kinesis.CreateStreamInput) *string {
	must(client.CreateStream(ctx, input))
	waiter := kinesis.NewStreamExistsWaiter(client)
	succeed(waiter.Wait(ctx, &kinesis.DescribeStreamInput{StreamName: input.StreamName}, 30*time.Second))
	return summary(input.StreamName).StreamARN
}

func summary(stream *string) *types.StreamDescriptionSummary {
	answer := must(client.DescribeStreamSummary(ctx, &kinesis.DescribeStreamSummaryInput{StreamName: stream}))
	return answer.StreamDescriptionSummary
}

func must[Output any](output Output, err error) Output { return steps.Must(output, err) }

func failed[Failure error](err error, text string) { steps.Failed[Failure](err, text) }

var (
	succeed = steps.Succeed
	equal   = steps.Equal
	step    = steps.Run
)
