"""What holds for the account, and what streams may do with it."""

import time

from client import create, kinesis, summary
from steps import equal

stream = "warm"


def limits_and_what_is_used_of_them():
    before = kinesis.describe_limits()
    equal((before["ShardLimit"], before["OnDemandStreamCountLimit"]), (20_000, 50))
    create(stream, StreamModeDetails={"StreamMode": "ON_DEMAND"})
    time.sleep(1)  # DescribeLimits may be called once a second
    equal(kinesis.describe_limits()["OnDemandStreamCount"], before["OnDemandStreamCount"] + 1)


def on_demand_advantage():
    equal(kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]["Status"], "DISABLED")
    enabled = kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "ENABLED"})
    equal(enabled["MinimumThroughputBillingCommitment"]["Status"], "ENABLED")
    described = kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]
    equal(described, enabled["MinimumThroughputBillingCommitment"])


def warm_throughput():
    answer = kinesis.update_stream_warm_throughput(StreamName=stream, WarmThroughputMiBps=6)
    equal(answer["WarmThroughput"]["TargetMiBps"], 6)
    equal((summary(stream)["WarmThroughput"]["CurrentMiBps"], summary(stream)["OpenShardCount"]), (6, 6))
    kinesis.delete_stream(StreamName=stream)


steps = [limits_and_what_is_used_of_them, on_demand_advantage, warm_throughput]
