"""Records, from a new stream to its end."""

import time
from datetime import datetime, timezone

from client import create, kinesis, summary
from steps import equal

stream = "boto3"
payloads = [bytes([n]) * (n + 1) for n in range(50)] + ["Grüße, 世界".encode()]


def create_a_stream_and_wait():
    create(stream, ShardCount=2, Tags={"team": "readers"})
    equal((summary(stream)["OpenShardCount"], summary(stream)["RetentionPeriodHours"]), (2, 24))
    description = kinesis.describe_stream(StreamName=stream)["StreamDescription"]
    equal([shard["ShardId"] for shard in description["Shards"]], ["shardId-000000000000", "shardId-000000000001"])


def put_records_with_binary_data():
    entries = [{"Data": payload, "PartitionKey": "key"} for payload in payloads]
    answer = kinesis.put_records(StreamName=stream, Records=entries)
    equal(answer["FailedRecordCount"], 0)
    numbers = [int(record["SequenceNumber"]) for record in answer["Records"]]
    equal(numbers, sorted(set(numbers)))
    put_records_with_binary_data.answer = answer["Records"]


def put_one_behind_another():
    last = put_records_with_binary_data.answer[-1]
    payloads.append(b"")
    answer = kinesis.put_record(
        StreamName=stream,
        PartitionKey="key",
        Data=payloads[-1],
        SequenceNumberForOrdering=last["SequenceNumber"],
    )
    equal(answer["ShardId"], last["ShardId"])
    equal(int(answer["SequenceNumber"]) > int(last["SequenceNumber"]), True)


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
    pages = list(kinesis.get_paginator("list_streams").paginate())
    equal([name for page in pages for name in page["StreamNames"]], [stream])
    equal(pages[0]["StreamSummaries"][0]["StreamStatus"], "ACTIVE")


def delete_the_stream():
    kinesis.delete_stream(StreamName=stream)
    kinesis.get_waiter("stream_not_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 5})


steps = [
    create_a_stream_and_wait,
    put_records_with_binary_data,
    put_one_behind_another,
    get_them_back_whole_and_in_order,
    get_from_each_kind_of_position,
    list_streams_by_paginator,
    delete_the_stream,
]
