"""Failures have their own classes, with code, status and message."""

import time

from client import create, first_shard, hasty, kinesis, raises

stream = "failures"
errors = kinesis.exceptions


def a_stream_that_exists():
    create(stream, ShardCount=1)
    raises(errors.ResourceInUseException, ".*", kinesis.create_stream, StreamName=stream, ShardCount=1)


def a_stream_that_does_not():
    text = r"Stream absent under account \d{12} not found\."
    raises(errors.ResourceNotFoundException, text, kinesis.describe_stream, StreamName="absent")


def input_against_the_model():
    text = (
        "1 validation error detected: Value 'not valid' at 'streamName' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: \[a-zA-Z0-9_\.-\]\+"
    )
    raises(errors.ValidationException, text, kinesis.create_stream, StreamName="not valid", ShardCount=1)


def an_iterator_that_is_none():
    raises(errors.InvalidArgumentException, ".*", kinesis.get_records, ShardIterator="nonsense")


def more_shards_than_allowed_at_once():
    text = (
        "UpdateShardCount cannot scale up over double your current open shard count. "
        "Current open shard count: 1 Target shard count: 3"
    )
    scaling = {"TargetShardCount": 3, "ScalingType": "UNIFORM_SCALING"}
    raises(errors.LimitExceededException, text, kinesis.update_shard_count, StreamName=stream, **scaling)


def an_iterator_that_is_too_old():
    hasty.create_stream(StreamName=stream, ShardCount=1)
    start = {"ShardId": first_shard, "ShardIteratorType": "TRIM_HORIZON"}
    iterator = hasty.get_shard_iterator(StreamName=stream, **start)["ShardIterator"]
    time.sleep(0.4)
    text = r"Iterator expired\. The iterator was created at time .* tolerated delay of 300000 milliseconds\."
    raises(hasty.exceptions.ExpiredIteratorException, text, hasty.get_records, ShardIterator=iterator)


steps = [
    a_stream_that_exists,
    a_stream_that_does_not,
    input_against_the_model,
    an_iterator_that_is_none,
    more_shards_than_allowed_at_once,
    an_iterator_that_is_too_old,
]
