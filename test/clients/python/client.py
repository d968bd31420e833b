"""What the steps share: the clients, the checks, and how a step is run and told."""

import re
import sys

import boto3
from botocore.config import Config

# The newer way of retrying: a call too many waits and comes again, as on AWS.
config = Config(retries={"mode": "standard"})
kinesis = boto3.client("kinesis", endpoint_url=sys.argv[1], config=config)
# Time runs a thousand times as fast for this server: test/clients/hasty-server.ts.
hasty = boto3.client("kinesis", endpoint_url=sys.argv[2], config=config)

first_shard = "shardId-000000000000"


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


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


def run(steps):
    for step in steps:
        name = step.__name__.replace("_", " ")
        try:
            step()
            print(f"ok {name}", flush=True)
        except Exception as error:  # any failure is the step's outcome
            why = str(error).replace("\n", " | ")
            print(f"not ok {name}: {type(error).__name__} {why}", flush=True)
            sys.exit(1)
