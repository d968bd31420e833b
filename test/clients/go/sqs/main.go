// SQS with the Go SDK v2: go run ./sqs ENDPOINT. Prints `ok NAME` or `not ok NAME: why` for each step.
package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	. "millrace/clients/steps"
)

var (
	ctx    = context.Background()
	client = sqs.New(sqs.Options{
		BaseEndpoint: aws.String(os.Args[1]),
		Region:       "us-east-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{
				AccessKeyID:     os.Getenv("AWS_ACCESS_KEY_ID"),
				SecretAccessKey: os.Getenv("AWS_SECRET_ACCESS_KEY"),
			}, nil
		}),
	})
)

func main() {
	queueSteps()
	messageSteps()
	redriveSteps()
}

// create makes a queue, and returns its URL.
func create(name string, attributes map[string]string) *string {
	return Must(client.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: &name, Attributes: attributes})).QueueUrl
}

func attribute(url *string, name types.QueueAttributeName) string {
	answer := Must(client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: url, AttributeNames: []types.QueueAttributeName{name},
	}))
	return answer.Attributes[string(name)]
}
