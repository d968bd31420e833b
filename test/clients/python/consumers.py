"""Enhanced fan-out."""

import time

from client import create, first_shard, kinesis, raises, summary
from steps import equal

stream = "consumers"
payloads = [bytes([n]) * n for n in range(100)]


def register_consumers():
    arn = register_consumers.stream_arn = create(stream, ShardCount=1)
    consumer = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="first", Tags={"team": "a"})["Consumer"]
    equal((consumer["ConsumerName"], consumer["ConsumerARN"].startswith(f"{arn}/consumer/first:")), ("first", True))
    register_consumers.consumer_arn = consumer["ConsumerARN"]
    kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="second")
    equal(summary(stream)["ConsumerCount"], 2)


def describe_them_by_arn_and_by_name():
    by_arn = kinesis.describe_stream_consumer(ConsumerARN=register_consumers.consumer_arn)
    by_name = kinesis.describe_stream_consumer(StreamARN=register_consumers.stream_arn, ConsumerName="first")
    equal(by_arn["ConsumerDescription"], by_name["ConsumerDescription"])
    equal(by_arn["ConsumerDescription"]["ConsumerStatus"], "ACTIVE")
    tags = kinesis.list_tags_for_resource(ResourceARN=register_consumers.consumer_arn)["Tags"]
    equal(tags, [{"Key": "team", "Value": "a"}])


def list_them_a_page_at_a_time():
    pages = kinesis.get_paginator("list_stream_consumers").paginate(
        StreamARN=register_consumers.stream_arn, PaginationConfig={"PageSize": 1}
    )
    names = [[consumer["ConsumerName"] for consumer in page["Consumers"]] for page in pages]
    equal(names, [["first"], ["second"]])


def subscribe_to_a_shard():
    entries = [{"Data": payload, "PartitionKey": "key"} for payload in payloads]
    kinesis.put_records(StreamName=stream, Records=entries)
    subscription = kinesis.subscribe_to_shard(
        ConsumerARN=register_consumers.consumer_arn,
        ShardId=first_shard,
        StartingPosition={"Type": "TRIM_HORIZON"},
    )["EventStream"]
    records = []
    for event in subscription:
        records += event["SubscribeToShardEvent"]["Records"]
        if len(records) == len(payloads):
            kinesis.put_record(StreamName=stream, PartitionKey="key", Data=b"later")
        if len(records) > len(payloads):
            break
    equal([record["Data"] for record in records], [*payloads, b"later"])
    equal(event["SubscribeToShardEvent"]["ContinuationSequenceNumber"], records[-1]["SequenceNumber"])
    subscription.close()


def a_second_subscription_has_to_wait():
    time.sleep(1)  # SubscribeToShard may be called once a second
    raises(
        kinesis.exceptions.ResourceInUseException,
        ".*",
        kinesis.subscribe_to_shard,
        ConsumerARN=register_consumers.consumer_arn,
        ShardId=first_shard,
        StartingPosition={"Type": "LATEST"},
    )


def deregister_one_and_delete_the_stream_with_the_other():
    kinesis.deregister_stream_consumer(StreamARN=register_consumers.stream_arn, ConsumerName="first")
    equal(summary(stream)["ConsumerCount"], 1)
    raises(kinesis.exceptions.ResourceInUseException, ".*", kinesis.delete_stream, StreamName=stream)
    kinesis.delete_stream(StreamName=stream, EnforceConsumerDeletion=True)
    raises(
        kinesis.exceptions.ResourceNotFoundException, ".*", kinesis.describe_stream_summary, StreamName=stream
    )


steps = [
    register_consumers,
    describe_them_by_arn_and_by_name,
    list_them_a_page_at_a_time,
    subscribe_to_a_shard,
    a_second_subscription_has_to_wait,
    deregister_one_and_delete_the_stream_with_the_other,
]
