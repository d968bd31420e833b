package main

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

var (
	channelStream    = aws.String("delivered")
	channelStreamARN *string
	channelARN       *string
)

// Channels, which deliver a stream to a bucket. (What they deliver is tried in test/firehose-sink/channels: it takes five minutes.)
func channelSteps() {
	step("create a channel on an on-demand stream", createChannel)
	step("it becomes active and is listed", listChannels)
	step("update its freshness", updateChannel)
	step("the stream can be deleted when the channel is", removeChannel)
}

func createChannel() {
	channelStreamARN = create(&kinesis.CreateStreamInput{
		StreamName:        channelStream,
		StreamModeDetails: &types.StreamModeDetails{StreamMode: types.StreamModeOnDemand},
	})
	answer := must(client.CreateChannel(ctx, &kinesis.CreateChannelInput{
		ChannelName:             aws.String("to-lake"),
		ServiceExecutionRoleARN: aws.String("arn:aws:iam::000000000000:role/delivery"),
		StreamConfigurationList: []types.ChannelStreamConfiguration{{
			StreamARN:           channelStreamARN,
			RecordConfiguration: &types.RecordConfiguration{RecordFormatType: types.RecordFormatTypeByteArray},
		}},
		S3DestinationConfiguration: &types.S3DestinationConfiguration{
			StorageConfiguration: &types.S3StorageConfiguration{
				BucketARN:           aws.String("arn:aws:s3:::lake"),
				ExpectedBucketOwner: aws.String("000000000000"),
				CompressionType:     types.S3CompressionTypeNone,
			},
		},
	}))
	channelARN = answer.ChannelDescription.ChannelARN
	equal(answer.ChannelDescription.ChannelStatus, types.ChannelStatusCreating)
}

func describeChannel() *types.ChannelDescription {
	answer := must(client.DescribeChannel(ctx, &kinesis.DescribeChannelInput{ChannelARN: channelARN}))
	return answer.ChannelDescription
}

func listChannels() {
	for describeChannel().ChannelStatus == types.ChannelStatusCreating {
		time.Sleep(300 * time.Millisecond)
	}
	equal(describeChannel().ChannelStatus, types.ChannelStatusActive)
	filter := []types.StreamFilter{{StreamARN: channelStreamARN}}
	answer := must(client.ListChannels(ctx, &kinesis.ListChannelsInput{StreamFilter: filter}))
	equal(len(answer.ChannelSummaries), 1)
	equal(*answer.ChannelSummaries[0].ChannelARN, *channelARN)
	equal(*summary(channelStream).ChannelCount, 1)
}

func updateChannel() {
	must(client.UpdateChannel(ctx, &kinesis.UpdateChannelInput{
		ChannelARN:                 channelARN,
		S3DestinationConfiguration: &types.S3DestinationUpdateInput{DataFreshnessInSeconds: aws.Int32(600)},
	}))
	equal(*describeChannel().S3DestinationConfiguration.DataFreshnessInSeconds, 600)
}

func removeChannel() {
	_, err := client.DeleteStream(ctx, &kinesis.DeleteStreamInput{StreamName: channelStream})
	failed[*types.ResourceInUseException](err, "DeleteStream is refused")
	must(client.DeleteChannel(ctx, &kinesis.DeleteChannelInput{ChannelARN: channelARN}))
	_, err = client.DescribeChannel(ctx, &kinesis.DescribeChannelInput{ChannelARN: channelARN})
	failed[*types.ResourceNotFoundException](err, "not found")
	must(client.DeleteStream(ctx, &kinesis.DeleteStreamInput{StreamName: channelStream}))
}
