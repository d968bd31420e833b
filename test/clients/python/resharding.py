"""Shards that split and merge, and each key's records still in their order."""

from client import create, first_shard, kinesis, summary
from steps import equal

stream = "resharding"
keys = [f"key {n}" for n in range(16)]
rounds = 0


def put_a_round():
    """One record of each key, which says how often there was one."""
    global rounds
    entries = [{"Data": str(rounds).encode(), "PartitionKey": key} for key in keys]
    equal(kinesis.put_records(StreamName=stream, Records=entries)["FailedRecordCount"], 0)
    rounds += 1


def all_shards(**options):
    pages = kinesis.get_paginator("list_shards").paginate(StreamName=stream, **options)
    return [shard for page in pages for shard in page["Shards"]]


def is_closed(shard):
    return "EndingSequenceNumber" in shard["SequenceNumberRange"]


def split_a_shard():
    create(stream, ShardCount=2)
    put_a_round()
    kinesis.split_shard(StreamName=stream, ShardToSplit=first_shard, NewStartingHashKey=str(2**126))
    shards = all_shards()
    equal([is_closed(shard) for shard in shards], [True, False, False, False])
    equal([shard.get("ParentShardId") for shard in shards], [None, None, first_shard, first_shard])
    equal(shards[3]["HashKeyRange"], {"StartingHashKey": str(2**126), "EndingHashKey": str(2**127 - 1)})
    put_a_round()


def merge_two_shards():
    lower, upper = "shardId-000000000003", "shardId-000000000001"
    kinesis.merge_shards(StreamName=stream, ShardToMerge=lower, AdjacentShardToMerge=upper)
    merged = all_shards()[-1]
    equal((merged["ParentShardId"], merged["AdjacentParentShardId"]), (lower, upper))
    equal(summary(stream)["OpenShardCount"], 2)
    put_a_round()


def update_the_shard_count():
    answer = kinesis.update_shard_count(StreamName=stream, TargetShardCount=3, ScalingType="UNIFORM_SCALING")
    equal((answer["CurrentShardCount"], answer["TargetShardCount"]), (2, 3))
    open_shards = all_shards(ShardFilter={"Type": "AT_LATEST"})
    starts = sorted(int(shard["HashKeyRange"]["StartingHashKey"]) for shard in open_shards)
    equal([round(start * 3 / 2**128) for start in starts], [0, 1, 2])
    put_a_round()


def read(shard_id, closed):
    """@returns the records of a shard up to its end, or to now if it is open, and its child shards"""
    start = {"ShardId": shard_id, "ShardIteratorType": "TRIM_HORIZON"}
    iterator = kinesis.get_shard_iterator(StreamName=stream, **start)["ShardIterator"]
    records = []
    while True:
        answer = kinesis.get_records(ShardIterator=iterator)
        records += answer["Records"]
        iterator = answer.get("NextShardIterator")
        if iterator is None or (not closed and answer["MillisBehindLatest"] == 0):
            return records, answer.get("ChildShards", [])


def read_through_the_lineage():
    closed = {shard["ShardId"] for shard in all_shards() if is_closed(shard)}
    waiting = [shard["ShardId"] for shard in all_shards(ShardFilter={"Type": "AT_TRIM_HORIZON"})]
    equal(waiting, ["shardId-000000000000", "shardId-000000000001"])
    done = set()
    data = {key: [] for key in keys}
    while waiting:
        shard_id = waiting.pop(0)
        records, children = read(shard_id, shard_id in closed)
        for record in records:
            data[record["PartitionKey"]].append(int(record["Data"]))
        done.add(shard_id)
        waiting += [child["ShardId"] for child in children if done.issuperset(child["ParentShards"])]
    equal(data, {key: list(range(rounds)) for key in keys})
    equal(len(done), len(all_shards()))


steps = [split_a_shard, merge_two_shards, update_the_shard_count, read_through_the_lineage]
