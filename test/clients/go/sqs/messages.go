package main

import (
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	. "millrace/clients/steps"
)

// Messages from their sending to their deletion. The client checks their MD5s.
func messageSteps() {
	Run("a message with attributes, hidden, shown again and deleted", oneMessage)
	Run("batches keep the order of a FIFO queue", batches)
}

func oneMessage() {
	url := create("go-messages", nil)
	attributes := map[string]types.MessageAttributeValue{
		"city": {DataType: aws.String("String.city"), StringValue: aws.String("Zürich")},
		"raw":  {DataType: aws.String("Binary"), BinaryValue: []byte{0, 255}},
	}
	body := "a\r\nü &<"
	Must(client.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: url, MessageBody: &body, MessageAttributes: attributes,
	}))
	receive := &sqs.ReceiveMessageInput{
		QueueUrl:                    url,
		MessageAttributeNames:       []string{"All"},
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{"All"},
		WaitTimeSeconds:             1,
	}
	first := Must(client.ReceiveMessage(ctx, receive)).Messages[0]
	Equal(*first.Body, body)
	Equal(*first.MessageAttributes["city"].StringValue, "Zürich")
	Equal(first.MessageAttributes["raw"].BinaryValue, []byte{0, 255})
	Equal(len(Must(client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: url})).Messages), 0)
	Must(client.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{
		QueueUrl: url, ReceiptHandle: first.ReceiptHandle, VisibilityTimeout: 0,
	}))
	again := Must(client.ReceiveMessage(ctx, receive)).Messages[0]
	Equal([]string{*again.MessageId, again.Attributes["ApproximateReceiveCount"]}, []string{*first.MessageId, "2"})
	Must(client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: url, ReceiptHandle: again.ReceiptHandle}))
	_, err := client.DeleteMessage(ctx, &sqs.DeleteMessageInput{
		QueueUrl: url, ReceiptHandle: aws.String("nonsense"),
	})
	Failed[*types.ReceiptHandleIsInvalid](err, "nonsense")
}

func batches() {
	url := create("go.fifo", map[string]string{"FifoQueue": "true", "ContentBasedDeduplication": "true"})
	var entries []types.SendMessageBatchRequestEntry
	for i := range 10 {
		id := strconv.Itoa(i)
		entries = append(entries, types.SendMessageBatchRequestEntry{
			Id: &id, MessageBody: aws.String("m" + id), MessageGroupId: aws.String("g"),
		})
	}
	sent := Must(client.SendMessageBatch(ctx, &sqs.SendMessageBatchInput{QueueUrl: url, Entries: entries}))
	Equal(len(sent.Successful), 10)
	received := Must(client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: url, MaxNumberOfMessages: 10}))
	var hidden []types.ChangeMessageVisibilityBatchRequestEntry
	var deleted []types.DeleteMessageBatchRequestEntry
	for i, message := range received.Messages {
		id := strconv.Itoa(i)
		Equal(*message.Body, "m"+id)
		hidden = append(hidden, types.ChangeMessageVisibilityBatchRequestEntry{
			Id: &id, ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 60,
		})
		deleted = append(deleted, types.DeleteMessageBatchRequestEntry{Id: &id, ReceiptHandle: message.ReceiptHandle})
	}
	changed := Must(client.ChangeMessageVisibilityBatch(ctx, &sqs.ChangeMessageVisibilityBatchInput{
		QueueUrl: url, Entries: hidden,
	}))
	gone := Must(client.DeleteMessageBatch(ctx, &sqs.DeleteMessageBatchInput{QueueUrl: url, Entries: deleted}))
	Equal([]int{len(changed.Successful), len(gone.Successful)}, []int{10, 10})
}
