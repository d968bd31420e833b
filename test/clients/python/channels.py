"""Channels, which deliver a stream to a bucket. (What they deliver is tried in test/firehose-sink/channels: it takes five minutes.)"""

import time

from client import create, equal, kinesis, raises, summary

stream = "delivered"
role = "arn:aws:iam::000000000000:role/delivery"
owner = {"ExpectedBucketOwner": "000000000000"}
lake = {"BucketARN": "arn:aws:s3:::lake", **owner}
channel = {}


def create_a_channel_on_an_on_demand_stream():
    channel["stream"] = create(stream, StreamModeDetails={"StreamMode": "ON_DEMAND"})
    described = kinesis.create_channel(
        ChannelName="to-lake",
        ServiceExecutionRoleARN=role,
        StreamConfigurationList=[
            {"StreamARN": channel["stream"], "RecordConfiguration": {"RecordFormatType": "JSON"}}
        ],
        S3DestinationConfiguration={"StorageConfiguration": {**lake, "CompressionType": "ZSTD"}},
        Tags={"team": "a"},
    )["ChannelDescription"]
    channel["arn"] = described["ChannelARN"]
    equal((described["ChannelName"], described["ChannelStatus"]), ("to-lake", "CREATING"))
    equal(described["S3DestinationConfiguration"]["DataFreshnessInSeconds"], 300)
    tags = kinesis.list_tags_for_resource(ResourceARN=channel["arn"])["Tags"]
    equal(tags, [{"Key": "team", "Value": "a"}])


def describe():
    return kinesis.describe_channel(ChannelARN=channel["arn"])["ChannelDescription"]


def it_becomes_active_and_is_listed():
    while describe()["ChannelStatus"] == "CREATING":
        time.sleep(0.3)
    equal(describe()["ChannelStatus"], "ACTIVE")
    summaries = kinesis.list_channels(StreamFilter=[{"StreamARN": channel["stream"]}])["ChannelSummaries"]
    equal([(one["ChannelARN"], one["ChannelDestinationType"]) for one in summaries], [(channel["arn"], "S3")])
    equal(summary(stream)["ChannelCount"], 1)


def update_its_freshness():
    kinesis.update_channel(
        ChannelARN=channel["arn"], S3DestinationConfiguration={"DataFreshnessInSeconds": 600}
    )
    equal(describe()["S3DestinationConfiguration"]["DataFreshnessInSeconds"], 600)


def the_stream_can_be_deleted_when_the_channel_is():
    in_use = kinesis.exceptions.ResourceInUseException
    raises(in_use, "DeleteStream is refused for .*", kinesis.delete_stream, StreamName=stream)
    kinesis.delete_channel(ChannelARN=channel["arn"])
    not_found = kinesis.exceptions.ResourceNotFoundException
    raises(not_found, "Channel .* not found.", kinesis.describe_channel, ChannelARN=channel["arn"])
    kinesis.delete_stream(StreamName=stream)


steps = [
    create_a_channel_on_an_on_demand_stream,
    it_becomes_active_and_is_listed,
    update_its_freshness,
    the_stream_can_be_deleted_when_the_channel_is,
]
