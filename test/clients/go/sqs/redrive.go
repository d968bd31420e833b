package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	. "millrace/clients/steps"
)

const letters = 5

// Messages that were received too often, and the way back.
func redriveSteps() {
	dead := create("go-dead", nil)
	arn := attribute(dead, types.QueueAttributeNameQueueArn)
	source := create("go-main", map[string]string{
		"RedrivePolicy":     fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":1}`, arn),
		"VisibilityTimeout": "0",
	})
	Run("what was received too often is a dead letter", func() { makeDeadLetters(source, dead) })
	Run("a task that moves it back is listed and cancelled", func() {
		task := Must(client.StartMessageMoveTask(ctx, &sqs.StartMessageMoveTaskInput{
			SourceArn: &arn, MaxNumberOfMessagesPerSecond: aws.Int32(1),
		}))
		list := &sqs.ListMessageMoveTasksInput{SourceArn: &arn}
		Equal(*Must(client.ListMessageMoveTasks(ctx, list)).Results[0].TaskHandle, *task.TaskHandle)
		Must(client.CancelMessageMoveTask(ctx, &sqs.CancelMessageMoveTaskInput{TaskHandle: task.TaskHandle}))
		status := *Must(client.ListMessageMoveTasks(ctx, list)).Results[0].Status
		Equal(strings.HasPrefix(status, "CANCELL"), true)
	})
}

func makeDeadLetters(source, dead *string) {
	sources := sqs.NewListDeadLetterSourceQueuesPaginator(client, &sqs.ListDeadLetterSourceQueuesInput{QueueUrl: dead})
	Equal(Must(sources.NextPage(ctx)).QueueUrls, []string{*source})
	var entries []types.SendMessageBatchRequestEntry
	for i := range letters {
		id := strconv.Itoa(i)
		entries = append(entries, types.SendMessageBatchRequestEntry{Id: &id, MessageBody: aws.String("m" + id)})
	}
	Must(client.SendMessageBatch(ctx, &sqs.SendMessageBatchInput{QueueUrl: source, Entries: entries}))
	receive := &sqs.ReceiveMessageInput{QueueUrl: source, MaxNumberOfMessages: 10}
	Equal(len(Must(client.ReceiveMessage(ctx, receive)).Messages), letters)
	Equal(len(Must(client.ReceiveMessage(ctx, receive)).Messages), 0)
	Equal(attribute(dead, types.QueueAttributeNameApproximateNumberOfMessages), strconv.Itoa(letters))
}
