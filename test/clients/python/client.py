"""What the steps of Kinesis share: the clients and the checks."""

import re
import sys

import boto3
from botocore.config import Config
from steps import equal

# The newer way of retrying: a call too many waits and comes again, as on AWS.
config = Config(retries={"mode": "standard"})
kinesis = boto3.client("kinesis", endpoint_url=sys.argv[1], config=config)
# Time runs a thousand times as fast for this server: test/clients/hasty-server.ts.
hasty = boto3.client("kinesis", endpoint_url=sys.argv[2], config=config)

first_shard = "shardId-000000000000"


def raises(error, message, call, **call_input):
    """The call must fail with this class of error and a message that matches whole."""
    try:
        call(**call_input)
    except error as raised:
        text = raised.response["Error"]["Message"]
        if not re.fullmatch(message, text):
            raise AssertionError(text) from raised
        equal(raised.response["ResponseMetadata"]["HTTPStatusCode"], 400)
    else:
        raise AssertionError("no error")


def create(stream, **settings):
    kinesis.create_stream(StreamName=stream, **settings)
    kinesis.get_waiter("stream_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 5})
    return summary(stream)["StreamARN"]


def summary(stream):
    return kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
