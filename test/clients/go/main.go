// The Go SDK v2 against a server: go run . ENDPOINT HASTY_ENDPOINT. Prints `ok NAME` or `not ok NAME: why` for each step.
package main

import (
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

// must ends the step if the call has failed.
func must[Output any](output Output, err error) Output {
	succeed(err)
	return output
}

func succeed(err error) {
	if err != nil {
		panic(err)
	}
}

// equal ends the step unless both are the same. Its values are compared as they are printed.
func equal(actual, expected any) {
	if a, e := fmt.Sprint(actual), fmt.Sprint(expected); a != e {
		panic(fmt.Errorf("%s is not %s", a, e))
	}
}

// failed ends the step unless the call has failed with this type of error, and this in its message.
func failed[Failure error](err error, text string) {
	var failure Failure
	if !errors.As(err, &failure) {
		panic(fmt.Errorf("another outcome: %w", err))
	}
	if !strings.Contains(failure.Error(), text) {
		panic(failure)
	}
}

func step(name string, run func()) {
	defer func() {
		if failure := recover(); failure != nil {
			fmt.Printf("not ok %s: %s\n", name, strings.ReplaceAll(fmt.Sprint(failure), "\n", " | "))
			os.Exit(1)
		}
	}()
	run()
	fmt.Println("ok", name)
}
