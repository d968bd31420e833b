"""boto3 against a server: python walkthrough.py ENDPOINT. Prints `ok NAME` or `not ok NAME: why` for each step."""

import sys
import time
from datetime import datetime, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

kinesis = boto3.client("kinesis", endpoint_url=sys.argv[1], config=Config(retries={"max_attempts": 1}))
stream = "boto3"
payloads = [bytes([n]) * (n + 1) for n in range(50)] + ["Grüße, 世界".encode()]


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


def create_a_stream_and_wait():
    kinesis.create_stream(StreamName=stream, ShardCount=2)
    kinesis.get_waiter("stream_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 5})
    summary = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
    equal((summary["OpenShardCount"], summary["RetentionPeriodHours"]), (2, 24))


def put_records_with_binary_data():
    entries = [{"Data": payload, "PartitionKey": "key"} for payload in payloads]
    answer = kinesis.put_records(StreamName=stream, Records=entries)
    equal(answer["FailedRecordCount"], 0)
    numbers = [int(record["SequenceNumber"]) for record in answer["Records"]]
    equal(numbers, sorted(set(numbers)))
    put_records_with_binary_data.answer = answer["Records"]


def read(**start):
    shard_id = put_records_with_binary_data.answer[0]["ShardId"]
    iterator = kinesis.get_shard_iterator(StreamName=stream, ShardId=shard_id, **start)["ShardIterator"]
    return kinesis.get_records(ShardIterator=iterator)


def get_them_back_whole_and_in_order():
    answer = read(ShardIteratorType="TRIM_HORIZON")
    equal([record["Data"] for record in answer["Records"]], payloads)
    equal(answer["MillisBehindLatest"], 0)
    arrived = answer["Records"][0]["ApproximateArrivalTimestamp"]
    equal(abs((datetime.now(timezone.utc) - arrived).total_seconds()) < 60, True)


def get_from_each_kind_of_position():
    tenth = put_records_with_binary_data.answer[10]["SequenceNumber"]
    at = read(ShardIteratorType="AT_SEQUENCE_NUMBER", StartingSequenceNumber=tenth)
    after = read(ShardIteratorType="AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=tenth)
    past = read(ShardIteratorType="AT_TIMESTAMP", Timestamp=time.time() - 60)
    latest = read(ShardIteratorType="LATEST")
    counts = [len(answer["Records"]) for answer in (at, after, past, latest)]
    equal(counts, [len(payloads) - 10, len(payloads) - 11, len(payloads), 0])


def list_streams_by_paginator():
    names = [name for page in kinesis.get_paginator("list_streams").paginate() for name in page["StreamNames"]]
    equal(stream in names, True)


def errors_carry_code_and_message():
    try:
        kinesis.create_stream(StreamName=stream, ShardCount=1)
    except kinesis.exceptions.ResourceInUseException as error:
        equal(error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
    else:
        raise AssertionError("no error")
    try:
        kinesis.get_records(ShardIterator="nonsense")
    except ClientError as error:
        equal(error.response["Error"]["Code"], "InvalidArgumentException")
    else:
        raise AssertionError("no error")


def delete_the_stream():
    kinesis.delete_stream(StreamName=stream)
    kinesis.get_waiter("stream_not_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 5})


steps = [
    create_a_stream_and_wait,
    put_records_with_binary_data,
    get_them_back_whole_and_in_order,
    get_from_each_kind_of_position,
    list_streams_by_paginator,
    errors_carry_code_and_message,
    delete_the_stream,
]
for run in steps:
    name = run.__name__.replace("_", " ")
    try:
        run()
        print(f"ok {name}", flush=True)
    except Exception as error:  # any failure is the step's outcome
        why = str(error).replace("\n", " | ")
        print(f"not ok {name}: {type(error).__name__} {why}", flush=True)
        sys.exit(1)
