"""SQS with boto3: queues from their making to their end."""

import json
import os
import sys
import urllib.parse
import urllib.request
import xml.etree.ElementTree as xml

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from steps import equal

endpoint = sys.argv[1]
sqs = boto3.client("sqs", endpoint_url=endpoint, config=Config(retries={"max_attempts": 1}))
attributes = {
    "city": {"DataType": "String.city", "StringValue": "Zürich"},
    "count": {"DataType": "Number", "StringValue": "1.50"},
    "raw": {"DataType": "Binary", "BinaryValue": bytes(range(256))},
}
urls = {}


def create_queues():
    for name in ["boto3-dead", "boto3"]:
        urls[name] = sqs.create_queue(QueueName=name, tags={"team": "a b"})["QueueUrl"]
    fifo = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    urls["fifo"] = sqs.create_queue(QueueName="boto3.fifo", Attributes=fifo)["QueueUrl"]
    equal(sqs.get_queue_url(QueueName="boto3")["QueueUrl"], urls["boto3"])
    pages = sqs.get_paginator("list_queues").paginate(QueueNamePrefix="boto3", PaginationConfig={"PageSize": 2})
    equal(sorted(url for page in pages for url in page.get("QueueUrls", [])), sorted(urls.values()))


def set_and_get_attributes():
    dead = sqs.get_queue_attributes(QueueUrl=urls["boto3-dead"], AttributeNames=["QueueArn"])
    redrive = {"deadLetterTargetArn": dead["Attributes"]["QueueArn"], "maxReceiveCount": 2}
    changed = {"VisibilityTimeout": "0", "RedrivePolicy": json.dumps(redrive)}
    sqs.set_queue_attributes(QueueUrl=urls["boto3"], Attributes=changed)
    found = sqs.get_queue_attributes(QueueUrl=urls["boto3"], AttributeNames=["All"])["Attributes"]
    equal((found["VisibilityTimeout"], json.loads(found["RedrivePolicy"])), ("0", redrive))
    equal(sqs.list_dead_letter_source_queues(QueueUrl=urls["boto3-dead"])["queueUrls"], [urls["boto3"]])


def send_and_receive_with_attributes_and_checked_digests():
    sqs.send_message(QueueUrl=urls["boto3"], MessageBody="a\r\nü &<", MessageAttributes=attributes)
    answer = sqs.receive_message(
        QueueUrl=urls["boto3"],
        MessageAttributeNames=["All"],
        MessageSystemAttributeNames=["All"],
        WaitTimeSeconds=1,
    )
    [message] = answer["Messages"]
    equal((message["Body"], message["MessageAttributes"]), ("a\r\nü &<", attributes))
    equal(message["Attributes"]["ApproximateReceiveCount"], "1")
    [again] = sqs.receive_message(QueueUrl=urls["boto3"], VisibilityTimeout=30)["Messages"]
    sqs.change_message_visibility(
        QueueUrl=urls["boto3"], ReceiptHandle=again["ReceiptHandle"], VisibilityTimeout=0
    )


def move_dead_letters_and_back():
    equal("Messages" in sqs.receive_message(QueueUrl=urls["boto3"]), False)
    dead = sqs.get_queue_attributes(QueueUrl=urls["boto3-dead"], AttributeNames=["All"])["Attributes"]
    equal(dead["ApproximateNumberOfMessages"], "1")
    sqs.start_message_move_task(SourceArn=dead["QueueArn"])
    answer = sqs.receive_message(QueueUrl=urls["boto3"], WaitTimeSeconds=5)
    sqs.delete_message(QueueUrl=urls["boto3"], ReceiptHandle=answer["Messages"][0]["ReceiptHandle"])
    equal(len(sqs.list_message_move_tasks(SourceArn=dead["QueueArn"])["Results"]), 1)


def batches():
    entries = [{"Id": str(n), "MessageBody": f"m{n}", "MessageGroupId": "g"} for n in range(10)]
    sent = sqs.send_message_batch(QueueUrl=urls["fifo"], Entries=entries)
    equal([entry["Id"] for entry in sent["Successful"]], [entry["Id"] for entry in entries])
    received = sqs.receive_message(QueueUrl=urls["fifo"], MaxNumberOfMessages=10)["Messages"]
    equal([message["Body"] for message in received], [entry["MessageBody"] for entry in entries])
    handles = [{"Id": str(n), "ReceiptHandle": message["ReceiptHandle"]} for n, message in enumerate(received)]
    hidden = [dict(entry, VisibilityTimeout=60) for entry in handles]
    equal(len(sqs.change_message_visibility_batch(QueueUrl=urls["fifo"], Entries=hidden)["Successful"]), 10)
    equal(len(sqs.delete_message_batch(QueueUrl=urls["fifo"], Entries=handles)["Successful"]), 10)


def errors_carry_old_codes_and_new_classes():
    try:
        sqs.get_queue_url(QueueName="absent")
    except sqs.exceptions.QueueDoesNotExist as error:
        equal(error.response["Error"]["Code"], "AWS.SimpleQueueService.NonExistentQueue")
        equal(error.response["Error"]["QueryErrorCode"], "QueueDoesNotExist")
        equal(error.response["Error"]["Type"], "Sender")
    else:
        raise AssertionError("no error")
    try:
        sqs.receive_message(QueueUrl=urls["boto3"], MaxNumberOfMessages=11)
    except ClientError as error:
        equal(error.response["Error"]["Code"], "InvalidParameterValue")
    else:
        raise AssertionError("no error")


def query(url, **parameters):
    """A call as clients before November 2023 make it."""
    form = urllib.parse.urlencode({"Version": "2012-11-05", **parameters}).encode()
    scope = f"{os.environ['AWS_ACCESS_KEY_ID']}/20231101/{os.environ['AWS_DEFAULT_REGION']}/sqs/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00"}
    with urllib.request.urlopen(urllib.request.Request(url, data=form, headers=headers)) as answer:
        return xml.fromstring(answer.read())


def the_query_protocol_at_the_address_of_a_queue():
    names = {"q": "{http://queue.amazonaws.com/doc/2012-11-05/}"}
    query(urls["boto3"], Action="SendMessage", MessageBody="by form\r\n")
    answer = query(urls["boto3"], Action="ReceiveMessage", **{"AttributeName.1": "SenderId"})
    body = answer.find("./{q}ReceiveMessageResult/{q}Message/{q}Body".format(**names))
    equal(body.text, "by form\r\n")


def cancel_a_move():
    arn = sqs.get_queue_attributes(QueueUrl=urls["boto3-dead"], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    for n in range(5):
        sqs.send_message(QueueUrl=urls["boto3-dead"], MessageBody=f"m{n}")
    destination = arn.replace("boto3-dead", "boto3")
    task = sqs.start_message_move_task(SourceArn=arn, DestinationArn=destination, MaxNumberOfMessagesPerSecond=1)
    sqs.cancel_message_move_task(TaskHandle=task["TaskHandle"])
    equal(sqs.list_message_move_tasks(SourceArn=arn)["Results"][0]["Status"].startswith("CANCELL"), True)


def tags_and_permissions():
    sqs.tag_queue(QueueUrl=urls["boto3"], Tags={"stage": "test"})
    sqs.untag_queue(QueueUrl=urls["boto3"], TagKeys=["team"])
    equal(sqs.list_queue_tags(QueueUrl=urls["boto3"])["Tags"], {"stage": "test"})
    sqs.add_permission(QueueUrl=urls["boto3"], Label="l", AWSAccountIds=["1" * 12], Actions=["SendMessage"])
    sqs.remove_permission(QueueUrl=urls["boto3"], Label="l")


def purge_and_delete():
    sqs.purge_queue(QueueUrl=urls["boto3"])
    equal("Messages" in sqs.receive_message(QueueUrl=urls["boto3"]), False)
    for url in urls.values():
        sqs.delete_queue(QueueUrl=url)
    equal(sqs.list_queues(QueueNamePrefix="boto3").get("QueueUrls", []), [])


steps = [
    create_queues,
    set_and_get_attributes,
    send_and_receive_with_attributes_and_checked_digests,
    move_dead_letters_and_back,
    batches,
    errors_carry_old_codes_and_new_classes,
    the_query_protocol_at_the_address_of_a_queue,
    cancel_a_move,
    tags_and_permissions,
    purge_and_delete,
]
