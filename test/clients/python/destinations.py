"""Delivery streams to every kind of destination, and from a Kinesis stream: made, described, deleted."""

import sys

import boto3
from client import config, create
from steps import equal

firehose = boto3.client("firehose", endpoint_url=sys.argv[1], config=config)
role = "arn:aws:iam::000000000000:role/firehose"
bucket = {"RoleARN": role, "BucketARN": "arn:aws:s3:::failed"}


def described(name):
    stream = firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]
    return stream, stream["Destinations"][0]


def check(kind, configuration, backup_mode):
    member = f"{kind}DestinationConfiguration"
    firehose.create_delivery_stream(DeliveryStreamName="destination", **{member: configuration})
    stream, destination = described("destination")
    equal(stream["DeliveryStreamStatus"], "ACTIVE")
    description = destination[f"{kind}DestinationDescription"]
    equal(description["S3BackupMode"], backup_mode)
    equal(description["RetryOptions"], {"DurationInSeconds": 300})
    firehose.delete_delivery_stream(DeliveryStreamName="destination")


def an_http_endpoint():
    endpoint = {"Url": "https://collector.example/v1", "Name": "collector", "AccessKey": "key"}
    check("HttpEndpoint", {"EndpointConfiguration": endpoint, "S3Configuration": bucket}, "FailedDataOnly")


def opensearch_and_elasticsearch():
    cluster = {
        "RoleARN": role,
        "ClusterEndpoint": "https://cluster.example",
        "IndexName": "logs",
        "S3Configuration": bucket,
    }
    for kind in ["Amazonopensearchservice", "Elasticsearch"]:
        check(kind, cluster, "FailedDocumentsOnly")


def splunk():
    collector = {
        "HECEndpoint": "https://splunk.example:8088",
        "HECEndpointType": "Raw",
        "HECToken": "token",
        "S3Configuration": bucket,
    }
    check("Splunk", collector, "FailedEventsOnly")


def a_kinesis_stream_as_source():
    arn = create("clicks", ShardCount=1)
    firehose.create_delivery_stream(
        DeliveryStreamName="clicks",
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={"KinesisStreamARN": arn, "RoleARN": role},
        ExtendedS3DestinationConfiguration=bucket,
    )
    source = described("clicks")[0]["Source"]["KinesisStreamSourceDescription"]
    equal((source["KinesisStreamARN"], "DeliveryStartTimestamp" in source), (arn, True))
    firehose.delete_delivery_stream(DeliveryStreamName="clicks")


def what_cannot_be_delivered_is_refused():
    copy = {"DataTableName": "orders", "CopyOptions": "GZIP"}
    cluster = {
        "RoleARN": role,
        "ClusterJDBCURL": "jdbc:redshift://a.b.us-east-1.redshift.amazonaws.com:5439/dev",
        "CopyCommand": copy,
        "Username": "dev",
        "Password": "secret12",
        "S3Configuration": bucket,
    }
    try:
        firehose.create_delivery_stream(DeliveryStreamName="no", RedshiftDestinationConfiguration=cluster)
    except firehose.exceptions.InvalidArgumentException as raised:
        equal("GZIP" in raised.response["Error"]["Message"], True)
    else:
        raise AssertionError("no error")
    iceberg = {"RoleARN": role, "CatalogConfiguration": {}, "S3Configuration": bucket}
    try:
        firehose.create_delivery_stream(DeliveryStreamName="no", IcebergDestinationConfiguration=iceberg)
    except firehose.exceptions.InvalidArgumentException as raised:
        text = raised.response["Error"]["Message"]
        equal(text, "IcebergDestinationConfiguration is not available on this server.")
    else:
        raise AssertionError("no error")


steps = [
    an_http_endpoint,
    opensearch_and_elasticsearch,
    splunk,
    a_kinesis_stream_as_source,
    what_cannot_be_delivered_is_refused,
]
