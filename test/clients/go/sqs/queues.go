package main

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	. "millrace/clients/steps"
)

// What queues are set to, and their lists.
func queueSteps() {
	var urls []string
	Run("queues are made, found and listed by page", func() {
		for _, name := range []string{"go-a", "go-b", "go-c"} {
			url := *create(name, nil)
			Equal(*Must(client.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: &name})).QueueUrl, url)
			urls = append(urls, url)
		}
		Equal(listed("go-"), urls)
	})
	url := &urls[0]
	Run("attributes", func() {
		changed := map[string]string{"VisibilityTimeout": "7"}
		Must(client.SetQueueAttributes(ctx, &sqs.SetQueueAttributesInput{QueueUrl: url, Attributes: changed}))
		Equal(attribute(url, types.QueueAttributeNameVisibilityTimeout), "7")
	})
	Run("tags", func() {
		tags := map[string]string{"team": "a b", "stage": "ü"}
		Must(client.TagQueue(ctx, &sqs.TagQueueInput{QueueUrl: url, Tags: tags}))
		Must(client.UntagQueue(ctx, &sqs.UntagQueueInput{QueueUrl: url, TagKeys: []string{"team"}}))
		answer := Must(client.ListQueueTags(ctx, &sqs.ListQueueTagsInput{QueueUrl: url}))
		Equal(answer.Tags, map[string]string{"stage": "ü"})
	})
	Run("permissions", func() { permissions(url) })
	Run("a purged queue is empty", func() {
		Must(client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: url, MessageBody: aws.String("a")}))
		Must(client.PurgeQueue(ctx, &sqs.PurgeQueueInput{QueueUrl: url}))
		Equal(attribute(url, types.QueueAttributeNameApproximateNumberOfMessages), "0")
	})
	Run("a deleted queue has an error of its own type", func() {
		for _, each := range urls {
			Must(client.DeleteQueue(ctx, &sqs.DeleteQueueInput{QueueUrl: &each}))
		}
		_, err := client.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: aws.String("go-a")})
		Failed[*types.QueueDoesNotExist](err, "The specified queue does not exist")
	})
}

func listed(prefix string) (urls []string) {
	pages := sqs.NewListQueuesPaginator(client, &sqs.ListQueuesInput{
		QueueNamePrefix: &prefix, MaxResults: aws.Int32(2),
	})
	for pages.HasMorePages() {
		urls = append(urls, Must(pages.NextPage(ctx)).QueueUrls...)
	}
	return urls
}

func permissions(url *string) {
	label := aws.String("l")
	Must(client.AddPermission(ctx, &sqs.AddPermissionInput{
		QueueUrl: url, Label: label, AWSAccountIds: []string{"111111111111"}, Actions: []string{"SendMessage"},
	}))
	Equal(strings.Contains(attribute(url, types.QueueAttributeNamePolicy), `"Sid":"l"`), true)
	Must(client.RemovePermission(ctx, &sqs.RemovePermissionInput{QueueUrl: url, Label: label}))
	Equal(attribute(url, types.QueueAttributeNamePolicy), "")
}
