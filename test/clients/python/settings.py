"""The settings of a stream."""

import json

from client import create, first_shard, kinesis, raises, summary
from steps import equal

stream = "settings"
key = {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}


def tags_by_the_name_of_the_stream():
    tags_by_the_name_of_the_stream.arn = create(stream, ShardCount=4, Tags={"a": "1"})
    kinesis.add_tags_to_stream(StreamName=stream, Tags={"b": "2", "c": "Grüße"})
    kinesis.remove_tags_from_stream(StreamName=stream, TagKeys=["a"])
    page = kinesis.list_tags_for_stream(StreamName=stream, Limit=1)
    equal((page["Tags"], page["HasMoreTags"]), ([{"Key": "b", "Value": "2"}], True))
    page = kinesis.list_tags_for_stream(StreamName=stream, ExclusiveStartTagKey="b")
    equal((page["Tags"], page["HasMoreTags"]), ([{"Key": "c", "Value": "Grüße"}], False))


def arn():
    return tags_by_the_name_of_the_stream.arn


def tags_by_arn():
    kinesis.tag_resource(ResourceARN=arn(), Tags={"d": "4"})
    kinesis.untag_resource(ResourceARN=arn(), TagKeys=["b", "c"])
    equal(kinesis.list_tags_for_resource(ResourceARN=arn())["Tags"], [{"Key": "d", "Value": "4"}])


def retention():
    kinesis.increase_stream_retention_period(StreamName=stream, RetentionPeriodHours=8760)
    equal(summary(stream)["RetentionPeriodHours"], 8760)
    kinesis.decrease_stream_retention_period(StreamName=stream, RetentionPeriodHours=48)
    equal(summary(stream)["RetentionPeriodHours"], 48)


def encryption():
    kinesis.start_stream_encryption(StreamName=stream, **key)
    equal({name: summary(stream)[name] for name in key}, key)
    kinesis.stop_stream_encryption(StreamName=stream, **key)
    equal((summary(stream)["EncryptionType"], "KeyId" in summary(stream)), ("NONE", False))


def enhanced_monitoring():
    on = kinesis.enable_enhanced_monitoring(
        StreamName=stream, ShardLevelMetrics=["IncomingBytes", "OutgoingBytes"]
    )
    equal(on["CurrentShardLevelMetrics"], [])
    equal(sorted(on["DesiredShardLevelMetrics"]), ["IncomingBytes", "OutgoingBytes"])
    off = kinesis.disable_enhanced_monitoring(StreamName=stream, ShardLevelMetrics=["OutgoingBytes"])
    equal(off["DesiredShardLevelMetrics"], ["IncomingBytes"])
    equal(summary(stream)["EnhancedMonitoring"], [{"ShardLevelMetrics": ["IncomingBytes"]}])


def a_resource_policy():
    statement = {"Effect": "Allow", "Principal": "*", "Action": "kinesis:PutRecord", "Resource": arn()}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    kinesis.put_resource_policy(ResourceARN=arn(), Policy=json.dumps(policy))
    equal(json.loads(kinesis.get_resource_policy(ResourceARN=arn())["Policy"]), policy)
    kinesis.delete_resource_policy(ResourceARN=arn())
    raises(
        kinesis.exceptions.ResourceNotFoundException,
        "Resource .* has no resource policy.",
        kinesis.get_resource_policy,
        ResourceARN=arn(),
    )


def larger_records():
    record = {"StreamName": stream, "PartitionKey": "key", "ExplicitHashKey": "0", "Data": b"x" * (2 * 1024 * 1024)}
    kinesis.update_max_record_size(StreamARN=arn(), MaxRecordSizeInKiB=3 * 1024)
    equal(summary(stream)["MaxRecordSizeInKiB"], 3 * 1024)
    kinesis.put_record(**record)
    start = {"ShardId": first_shard, "ShardIteratorType": "TRIM_HORIZON"}
    iterator = kinesis.get_shard_iterator(StreamName=stream, **start)["ShardIterator"]
    equal([record["Data"] for record in kinesis.get_records(ShardIterator=iterator)["Records"]], [record["Data"]])


def the_mode():
    kinesis.update_stream_mode(StreamARN=arn(), StreamModeDetails={"StreamMode": "ON_DEMAND"})
    equal(summary(stream)["StreamModeDetails"], {"StreamMode": "ON_DEMAND"})


def the_distribution_of_records():
    for strategy in ["AUTO", "USER_PARTITION_KEY"]:
        kinesis.update_stream_record_distribution_strategy(
            StreamARN=arn(), RecordDistributionStrategy=strategy
        )
        equal(summary(stream)["RecordDistributionStrategy"], strategy)


steps = [
    tags_by_the_name_of_the_stream,
    tags_by_arn,
    retention,
    encryption,
    enhanced_monitoring,
    a_resource_policy,
    larger_records,
    the_mode,
    the_distribution_of_records,
]
