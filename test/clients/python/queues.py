"""Queues over streams."""

from client import create, kinesis, raises
from steps import equal

stream = "queued"
texts = [f"text {n}".encode() for n in range(25)]


def create_a_queue_over_an_on_demand_stream():
    stream_arn = create(stream, StreamModeDetails={"StreamMode": "ON_DEMAND"})
    queue = kinesis.create_queue(
        QueueName="work",
        StreamConfigurationList=[{"StreamARN": stream_arn, "StartingPosition": {"Type": "TRIM_HORIZON"}}],
        QueueAttributes={"DeadLetterConfiguration": {"TargetType": "BUILT_IN", "MaxReceiveCount": 1}},
        Tags={"team": "a"},
    )["QueueDescription"]
    create_a_queue_over_an_on_demand_stream.arn = queue["QueueARN"]
    equal((queue["QueueName"], queue["QueueAttributes"]["VisibilityTimeoutSeconds"]), ("work", 30))
    equal(kinesis.describe_queue(QueueARN=queue["QueueARN"])["QueueDescription"]["QueueStatus"], "ACTIVE")
    summaries = kinesis.list_queues(StreamFilter=[{"StreamARN": stream_arn}])["QueueSummaries"]
    equal([summary["QueueARN"] for summary in summaries], [queue["QueueARN"]])
    tags = kinesis.list_tags_for_resource(ResourceARN=queue["QueueARN"])["Tags"]
    equal(tags, [{"Key": "team", "Value": "a"}])


def queue_arn():
    return create_a_queue_over_an_on_demand_stream.arn


def handles(records):
    return [{"ReceiptHandle": record["ReceiptHandle"]} for record in records]


def receive_and_acknowledge_all_records():
    entries = [{"Data": text, "PartitionKey": str(n)} for n, text in enumerate(texts)]
    kinesis.put_records(StreamName=stream, Records=entries)
    received = []
    while len(received) < len(texts):
        records = kinesis.receive_queue_records(QueueARN=queue_arn(), WaitTimeSeconds=1)["QueueRecords"]
        longer = [{**handle, "VisibilityTimeoutSeconds": 60} for handle in handles(records)]
        changed = kinesis.update_queue_records_visibility(QueueARN=queue_arn(), Entries=longer)
        answer = kinesis.acknowledge_queue_records(QueueARN=queue_arn(), Entries=handles(records))
        for outcome in [changed, answer]:
            equal((outcome["Successful"], outcome["Failed"]), (handles(records), []))
        received += [record["Data"] for record in records]
    equal(sorted(received), sorted(texts))
    empty = kinesis.receive_queue_records(QueueARN=queue_arn(), WaitTimeSeconds=1)["QueueRecords"]
    equal(empty, [])


def a_record_received_too_often_is_a_dead_letter_until_it_is_restored():
    kinesis.put_record(StreamName=stream, Data=b"bad", PartitionKey="key")
    kinesis.receive_queue_records(QueueARN=queue_arn(), VisibilityTimeoutSeconds=0)
    dead = kinesis.receive_dead_letter_queue_records(QueueARN=queue_arn(), Limit=1)["QueueRecords"]
    equal([record["Data"] for record in dead], [b"bad"])
    shown = [{**handle, "VisibilityTimeoutSeconds": 60} for handle in handles(dead)]
    changed = kinesis.update_dead_letter_queue_records_visibility(QueueARN=queue_arn(), Entries=shown)
    restored = kinesis.restore_dead_letter_queue_records(QueueARN=queue_arn(), Entries=handles(dead))
    equal((changed["Failed"], restored["Failed"]), ([], []))
    again = kinesis.receive_queue_records(QueueARN=queue_arn(), VisibilityTimeoutSeconds=0)["QueueRecords"]
    equal([(record["RecordId"], record["ReceiveCount"]) for record in again], [(dead[0]["RecordId"], 1)])
    dead = kinesis.receive_dead_letter_queue_records(QueueARN=queue_arn())["QueueRecords"]
    discarded = kinesis.acknowledge_dead_letter_queue_records(QueueARN=queue_arn(), Entries=handles(dead))
    equal(discarded["Failed"], [])


def a_handle_that_is_none_fails_alone():
    answer = kinesis.acknowledge_queue_records(QueueARN=queue_arn(), Entries=[{"ReceiptHandle": "none"}])
    equal([failure["ErrorCode"] for failure in answer["Failed"]], ["InvalidArgumentException"])


def update_the_queue_and_delete_it():
    attributes = {"VisibilityTimeoutSeconds": 5, "DeadLetterConfiguration": {"TargetType": "NONE"}}
    kinesis.update_queue(QueueARN=queue_arn(), QueueAttributes=attributes)
    equal(kinesis.describe_queue(QueueARN=queue_arn())["QueueDescription"]["QueueAttributes"], attributes)
    raises(kinesis.exceptions.ResourceInUseException, ".*", kinesis.delete_stream, StreamName=stream)
    kinesis.delete_queue(QueueARN=queue_arn())
    raises(kinesis.exceptions.ResourceNotFoundException, ".*", kinesis.describe_queue, QueueARN=queue_arn())
    kinesis.delete_stream(StreamName=stream)


steps = [
    create_a_queue_over_an_on_demand_stream,
    receive_and_acknowledge_all_records,
    a_record_received_too_often_is_a_dead_letter_until_it_is_restored,
    a_handle_that_is_none_fails_alone,
    update_the_queue_and_delete_it,
]
