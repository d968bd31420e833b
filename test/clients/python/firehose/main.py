"""Firehose with boto3: a delivery stream from its making to its end, and what it delivers by the server's metrics."""

import re
import sys
import time
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ParamValidationError
from steps import equal

endpoint = sys.argv[1]
firehose = boto3.client("firehose", endpoint_url=endpoint, config=Config(retries={"max_attempts": 1}))
name = "boto3-orders"
bucket = {"RoleARN": "arn:aws:iam::000000000000:role/firehose", "BucketARN": "arn:aws:s3:::boto3-orders"}
at_once = {"SizeInMBs": 1, "IntervalInSeconds": 0}


def described():
    return firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]


def delivered():
    """How many records are in the bucket."""
    with urllib.request.urlopen(f"{endpoint}/metrics") as answer:
        lines = answer.read().decode().splitlines()
    found = [line for line in lines if "_delivery_records_total{" in line and f'"{name}"' in line]
    return int(re.search(r" (\d+)$", found[0]).group(1)) if found else 0


def create_and_describe():
    answer = firehose.create_delivery_stream(
        DeliveryStreamName=name,
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration={**bucket, "BufferingHints": at_once, "CompressionFormat": "GZIP"},
        Tags=[{"Key": "team", "Value": "a b"}],
    )
    found = described()
    equal(found["DeliveryStreamARN"], answer["DeliveryStreamARN"])
    equal((found["DeliveryStreamStatus"], found["VersionId"]), ("ACTIVE", "1"))
    equal(found["Destinations"][0]["ExtendedS3DestinationDescription"]["CompressionFormat"], "GZIP")


def list_by_name():
    answer = firehose.list_delivery_streams(Limit=1, ExclusiveStartDeliveryStreamName="boto3-o")
    equal((answer["DeliveryStreamNames"], answer["HasMoreDeliveryStreams"]), ([name], False))


def put_one_and_many_that_are_delivered():
    one = firehose.put_record(DeliveryStreamName=name, Record={"Data": bytes(range(256))})
    equal(one["Encrypted"], False)
    records = [{"Data": f"{n}\n".encode()} for n in range(500)]
    batch = firehose.put_record_batch(DeliveryStreamName=name, Records=records)
    equal((batch["FailedPutCount"], len({r["RecordId"] for r in batch["RequestResponses"]})), (0, 500))
    end = time.monotonic() + 10
    while delivered() < 501 and time.monotonic() < end:
        time.sleep(0.05)
    equal(delivered(), 501)


def tags():
    firehose.tag_delivery_stream(DeliveryStreamName=name, Tags=[{"Key": "stage", "Value": "ü"}])
    firehose.untag_delivery_stream(DeliveryStreamName=name, TagKeys=["team"])
    answer = firehose.list_tags_for_delivery_stream(DeliveryStreamName=name)
    equal((answer["Tags"], answer["HasMoreTags"]), ([{"Key": "stage", "Value": "ü"}], False))


def encryption():
    firehose.start_delivery_stream_encryption(DeliveryStreamName=name)
    equal(described()["DeliveryStreamEncryptionConfiguration"]["Status"], "ENABLED")
    firehose.stop_delivery_stream_encryption(DeliveryStreamName=name)
    equal(described()["DeliveryStreamEncryptionConfiguration"]["Status"], "DISABLED")


def update_the_destination():
    current = described()
    firehose.update_destination(
        DeliveryStreamName=name,
        CurrentDeliveryStreamVersionId=current["VersionId"],
        DestinationId=current["Destinations"][0]["DestinationId"],
        ExtendedS3DestinationUpdate={"Prefix": "new/"},
    )
    changed = described()
    equal((changed["VersionId"], changed["Destinations"][0]["S3DestinationDescription"]["Prefix"]), ("2", "new/"))


def errors_have_their_classes():
    fault = firehose.exceptions
    cases = [
        (fault.ResourceNotFoundException, {"DeliveryStreamName": "absent", "Record": {"Data": b"x"}}),
        (ParamValidationError, {"DeliveryStreamName": name, "Record": {}}),
    ]
    for error, call_input in cases:
        try:
            firehose.put_record(**call_input)
        except error:
            continue
        raise AssertionError(f"no {error.__name__}")
    try:
        firehose.create_delivery_stream(DeliveryStreamName=name, ExtendedS3DestinationConfiguration=bucket)
    except fault.ResourceInUseException as error:
        equal(error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
    else:
        raise AssertionError("no error")


def delete():
    firehose.delete_delivery_stream(DeliveryStreamName=name)
    equal(firehose.list_delivery_streams()["DeliveryStreamNames"], [])


steps = [
    create_and_describe,
    list_by_name,
    put_one_and_many_that_are_delivered,
    tags,
    encryption,
    update_the_destination,
    errors_have_their_classes,
    delete,
]
