"""SNS with boto3: topics, and what comes to their subscribers."""

import json
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from sns.http_subscriber import http_subscriber
from steps import equal

options = {"endpoint_url": sys.argv[1], "config": Config(retries={"max_attempts": 1})}
sns = boto3.client("sns", **options)
sqs = boto3.client("sqs", **options)
arns = {}
queues = {}
raw = {"RawMessageDelivery": "true"}


def queue(name):
    attributes = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
    queues[name] = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=queues[name], AttributeNames=["QueueArn"])
    return found["Attributes"]["QueueArn"]


def received(name, count):
    messages = []
    while len(messages) < count:
        answer = sqs.receive_message(
            QueueUrl=queues[name],
            MaxNumberOfMessages=10,
            WaitTimeSeconds=5,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["All"],
        )
        for message in answer["Messages"]:
            messages.append(message)
            sqs.delete_message(QueueUrl=queues[name], ReceiptHandle=message["ReceiptHandle"])
    return messages


def bodies(name, count):
    return [message["Body"] for message in received(name, count)]


def topics_and_their_attributes():
    arns["topic"] = sns.create_topic(Name="boto3", Tags=[{"Key": "team", "Value": "a b"}])["TopicArn"]
    fifo = {"FifoTopic": "true", "ContentBasedDeduplication": "true"}
    fifo["ArchivePolicy"] = json.dumps({"MessageRetentionPeriod": "7"})
    arns["fifo"] = sns.create_topic(Name="boto3.fifo", Attributes=fifo)["TopicArn"]
    sns.set_topic_attributes(TopicArn=arns["topic"], AttributeName="DisplayName", AttributeValue="Zürich")
    equal(sns.get_topic_attributes(TopicArn=arns["topic"])["Attributes"]["DisplayName"], "Zürich")
    listed = [t["TopicArn"] for page in sns.get_paginator("list_topics").paginate() for t in page["Topics"]]
    equal(listed, [arns["topic"], arns["fifo"]])


def tags_and_permissions():
    sns.tag_resource(ResourceArn=arns["topic"], Tags=[{"Key": "stage", "Value": "test"}])
    sns.untag_resource(ResourceArn=arns["topic"], TagKeys=["team"])
    tags = sns.list_tags_for_resource(ResourceArn=arns["topic"])["Tags"]
    equal(tags, [{"Key": "stage", "Value": "test"}])
    sns.add_permission(TopicArn=arns["topic"], Label="l", AWSAccountId=["1" * 12], ActionName=["Publish"])
    sns.remove_permission(TopicArn=arns["topic"], Label="l")


def subscriptions():
    for name in ["boto3-a", "boto3-b"]:
        answer = sns.subscribe(TopicArn=arns["topic"], Protocol="sqs", Endpoint=queue(name), Attributes=raw)
        arns[name] = answer["SubscriptionArn"]
    redrive = json.dumps({"deadLetterTargetArn": queue("boto3-dead")})
    sns.set_subscription_attributes(
        SubscriptionArn=arns["boto3-a"], AttributeName="RedrivePolicy", AttributeValue=redrive
    )
    found = sns.get_subscription_attributes(SubscriptionArn=arns["boto3-a"])["Attributes"]
    equal((found["RedrivePolicy"], found["PendingConfirmation"]), (redrive.replace(": ", ":"), "false"))
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=arns["topic"])
    equal([s["SubscriptionArn"] for page in pages for s in page["Subscriptions"]], [arns["boto3-a"], arns["boto3-b"]])
    equal(len(sns.list_subscriptions()["Subscriptions"]), 2)


def a_publish_goes_to_every_queue():
    attributes = {
        "city": {"DataType": "String", "StringValue": "Zürich"},
        "raw": {"DataType": "Binary", "BinaryValue": bytes(range(256))},
    }
    sns.publish(TopicArn=arns["topic"], Message="a\r\nü &<", MessageAttributes=attributes)
    for name in ["boto3-a", "boto3-b"]:
        [message] = received(name, 1)
        equal((message["Body"], message["MessageAttributes"]), ("a\r\nü &<", attributes))
    structure = json.dumps({"default": "all", "sqs": "queues"})
    sns.publish(TopicArn=arns["topic"], Message=structure, MessageStructure="json")
    equal(bodies("boto3-a", 1), ["queues"])


def batches_and_errors():
    entries = [{"Id": "1", "Message": "one"}, {"Id": "2", "Message": "two", "Subject": "a\nb"}]
    answer = sns.publish_batch(TopicArn=arns["topic"], PublishBatchRequestEntries=entries)
    equal(([e["Id"] for e in answer["Successful"]], [e["Id"] for e in answer["Failed"]]), (["1"], ["2"]))
    equal(bodies("boto3-a", 1), ["one"])
    try:
        sns.publish(TopicArn=arns["topic"] + "-gone", Message="x")
    except sns.exceptions.NotFoundException as error:
        equal(error.response["Error"]["Message"], "Topic does not exist")
    try:
        sns.publish(TopicArn=arns["topic"], Message="")
    except ClientError as error:
        equal(error.response["Error"]["Code"], "InvalidParameter")


def a_queue_that_is_gone_is_replaced_by_the_dead_letter_queue():
    sqs.delete_queue(QueueUrl=queues.pop("boto3-a"))
    sns.publish(TopicArn=arns["topic"], Message="dead")
    equal(bodies("boto3-dead", 1), ["dead"])


def fifo_archive_and_replay():
    sent = [
        sns.publish(TopicArn=arns["fifo"], Message=text, MessageGroupId="g") for text in ["one", "two", "one"]
    ]
    equal(sent[2]["SequenceNumber"], sent[0]["SequenceNumber"])
    begin = sns.get_topic_attributes(TopicArn=arns["fifo"])["Attributes"]["BeginningArchiveTime"]
    replay = json.dumps({"PointType": "Timestamp", "StartingPoint": begin})
    answer = sns.subscribe(
        TopicArn=arns["fifo"],
        Protocol="sqs",
        Endpoint=queue("boto3-late.fifo"),
        Attributes={**raw, "ReplayPolicy": replay},
    )
    messages = received("boto3-late.fifo", 2)
    equal([(m["Body"], m["MessageAttributes"]["Replayed"]["StringValue"]) for m in messages], [("one", "true"), ("two", "true")])
    for _ in range(100):
        found = sns.get_subscription_attributes(SubscriptionArn=answer["SubscriptionArn"])["Attributes"]
        if found["ReplayStatus"] == "Completed":
            break
        time.sleep(0.05)
    equal(found["ReplayStatus"], "Completed")


def a_filtered_subscription_in_an_envelope():
    arn = sns.create_topic(Name="boto3-filtered")["TopicArn"]
    attributes = {"FilterPolicy": json.dumps({"colour": ["red", {"prefix": "dark"}]})}
    answer = sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue("boto3-filtered"), Attributes=attributes)
    for colour in ["blue", "red", "darkblue"]:
        value = {"DataType": "String", "StringValue": colour}
        sns.publish(TopicArn=arn, Message=colour, MessageAttributes={"colour": value})
    envelopes = [json.loads(body) for body in bodies("boto3-filtered", 2)]
    equal([envelope["Message"] for envelope in envelopes], ["red", "darkblue"])
    equal(envelopes[0]["MessageAttributes"], {"colour": {"Type": "String", "Value": "red"}})
    equal(envelopes[0]["SignatureVersion"], "1")
    try:
        sns.set_subscription_attributes(
            SubscriptionArn=answer["SubscriptionArn"], AttributeName="FilterPolicy", AttributeValue='{"colour": []}'
        )
        raise AssertionError("an empty list was taken")
    except sns.exceptions.InvalidParameterException as error:
        equal(error.response["Error"]["Message"], "Invalid parameter: FilterPolicy: Empty arrays are not allowed")
    sns.delete_topic(TopicArn=arn)


def data_protection():
    arn = sns.create_topic(Name="boto3-protected")["TopicArn"]
    statement = {
        "DataDirection": "Inbound",
        "Principal": ["*"],
        "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
        "Operation": {"Deny": {}},
    }
    policy = json.dumps({"Name": "pii", "Version": "2021-06-01", "Statement": [statement]})
    sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy=policy)
    equal(sns.get_data_protection_policy(ResourceArn=arn)["DataProtectionPolicy"], policy)
    sns.publish(TopicArn=arn, Message="to all")
    try:
        sns.publish(TopicArn=arn, Message="to a@b.example")
        raise AssertionError("a denied message was taken")
    except sns.exceptions.AuthorizationErrorException:
        pass
    sns.delete_topic(TopicArn=arn)


def an_http_endpoint_confirms_and_is_delivered_to():
    http_subscriber(sns, equal)


def unsubscribe_and_delete():
    sns.unsubscribe(SubscriptionArn=arns["boto3-b"])
    sns.set_topic_attributes(TopicArn=arns["fifo"], AttributeName="ArchivePolicy", AttributeValue="{}")
    for name in ["topic", "fifo"]:
        sns.delete_topic(TopicArn=arns[name])
    for url in queues.values():
        sqs.delete_queue(QueueUrl=url)
    equal((sns.list_topics()["Topics"], sns.list_subscriptions()["Subscriptions"]), ([], []))


steps = [
    topics_and_their_attributes,
    tags_and_permissions,
    subscriptions,
    a_publish_goes_to_every_queue,
    batches_and_errors,
    a_queue_that_is_gone_is_replaced_by_the_dead_letter_queue,
    fifo_archive_and_replay,
    a_filtered_subscription_in_an_envelope,
    data_protection,
    an_http_endpoint_confirms_and_is_delivered_to,
    unsubscribe_and_delete,
]
