"""SNS to phones with boto3: python messaging.py ENDPOINT STAND_INS. Prints `ok NAME` or `not ok NAME: why` for each step."""

import json
import os
import re
import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from steps import equal, run

endpoint, stand_ins = sys.argv[1:3]
sns = boto3.client(
    "sns",
    endpoint_url=endpoint,
    region_name="us-east-1",
    aws_access_key_id="222222222222",
    aws_secret_access_key="secret",
    config=Config(retries={"max_attempts": 1}),
)
phone = "+12065550100"
credentials = {
    "GCM": {
        "PlatformCredential": json.dumps(
            {"project_id": "p", "client_email": "a@p.example", "private_key": os.environ["GOOGLE_KEY"]}
        )
    },
    "APNS": {
        "PlatformPrincipal": "ABCDE12345",
        "PlatformCredential": os.environ["APNS_KEY"],
        "ApplePlatformTeamID": "TEAM123456",
        "ApplePlatformBundleID": "org.example.app",
    },
    "ADM": {"PlatformPrincipal": "id", "PlatformCredential": "secret"},
}
tokens = {"GCM": "fcm-token", "APNS": "ab12", "ADM": "adm-token"}
applications = {}
endpoints = {}


def refused(code, call, **call_input):
    try:
        call(**call_input)
    except ClientError as error:
        equal(error.response["Error"]["Code"], code)
        return error.response["Error"]["Message"]
    raise AssertionError("no error")


def sent():
    """What has come to the stand-ins since the last time, without access tokens."""
    with urllib.request.urlopen(f"{stand_ins}/sent") as answer:
        return [call for call in json.load(answer) if not call["path"].lower().endswith("token")]


def make_applications_and_endpoints():
    for platform, attributes in credentials.items():
        made = sns.create_platform_application(Name="app", Platform=platform, Attributes=attributes)
        arn = applications[platform] = made["PlatformApplicationArn"]
        shown = sns.get_platform_application_attributes(PlatformApplicationArn=arn)["Attributes"]
        equal((shown["Enabled"], "PlatformCredential" in shown), ("true", False))
        token = tokens[platform]
        endpoints[platform] = sns.create_platform_endpoint(PlatformApplicationArn=arn, Token=token)["EndpointArn"]
        again = sns.create_platform_endpoint(PlatformApplicationArn=arn, Token=token)["EndpointArn"]
        equal(again, endpoints[platform])
        listed = sns.list_endpoints_by_platform_application(PlatformApplicationArn=arn)["Endpoints"]
        equal(listed, [{"EndpointArn": again, "Attributes": {"Enabled": "true", "Token": token}}])
    pages = sns.get_paginator("list_platform_applications").paginate()
    found = [app["PlatformApplicationArn"] for page in pages for app in page["PlatformApplications"]]
    equal(sorted(found), sorted(applications.values()))
    refused("InvalidParameter", sns.create_platform_application, Name="a", Platform="BAIDU", Attributes={"a": "b"})


def find_an_endpoint_again_as_the_mobile_blog_of_aws_does():
    text = refused(
        "InvalidParameter",
        sns.create_platform_endpoint,
        PlatformApplicationArn=applications["GCM"],
        Token=tokens["GCM"],
        CustomUserData="another",
    )
    found = re.match(r".*Endpoint (arn:aws:sns[^ ]+) already exists with the same [Tt]oken.*", text)
    equal(found.group(1), endpoints["GCM"])


def publish_to_each_platform():
    for platform, path in [
        ("GCM", "/v1/projects/p/messages:send"),
        ("APNS", "/3/device/ab12"),
        ("ADM", "/messaging/registrations/adm-token/messages"),
    ]:
        texts = {"default": "to all", platform: json.dumps({"data": {"to": platform}})}
        sns.publish(TargetArn=endpoints[platform], MessageStructure="json", Message=json.dumps(texts))
        [call] = sent()
        equal(call["path"], path)
        body = json.loads(call["body"])
        equal(body.get("message", body)["data"], {"to": platform})
    equal(call["headers"]["authorization"], "Bearer access")


def an_endpoint_that_is_gone_is_disabled():
    sns.set_endpoint_attributes(EndpointArn=endpoints["GCM"], Attributes={"Token": "gone", "CustomUserData": "x"})
    sns.publish(TargetArn=endpoints["GCM"], Message="hello")
    equal(len(sent()), 1)
    attributes = sns.get_endpoint_attributes(EndpointArn=endpoints["GCM"])["Attributes"]
    equal(attributes, {"Enabled": "false", "Token": "gone", "CustomUserData": "x"})
    equal(refused("EndpointDisabled", sns.publish, TargetArn=endpoints["GCM"], Message="a"), "Endpoint is disabled")
    attributes = {"Token": tokens["GCM"], "Enabled": "true"}
    sns.set_endpoint_attributes(EndpointArn=endpoints["GCM"], Attributes=attributes)
    sns.publish(TargetArn=endpoints["GCM"], Message="hello", MessageAttributes={
        "AWS.SNS.MOBILE.FCM.TTL": {"DataType": "String", "StringValue": "60"},
    })
    [call] = sent()
    equal(json.loads(call["body"])["message"]["data"], {"default": "hello"})


def change_and_delete_applications():
    arn = applications["ADM"]
    sns.set_platform_application_attributes(
        PlatformApplicationArn=arn, Attributes={"SuccessFeedbackSampleRate": "50"}
    )
    shown = sns.get_platform_application_attributes(PlatformApplicationArn=arn)["Attributes"]
    equal(shown["SuccessFeedbackSampleRate"], "50")
    sns.delete_endpoint(EndpointArn=endpoints["ADM"])
    refused("NotFound", sns.get_endpoint_attributes, EndpointArn=endpoints["ADM"])
    sns.delete_platform_application(PlatformApplicationArn=arn)
    refused("NotFound", sns.get_platform_application_attributes, PlatformApplicationArn=arn)


def send_text_messages():
    sns.set_sms_attributes(attributes={"DefaultSenderID": "Shop", "DefaultSMSType": "Transactional"})
    equal(sns.get_sms_attributes(attributes=["DefaultSenderID"])["attributes"], {"DefaultSenderID": "Shop"})
    answer = sns.publish(PhoneNumber=phone, Message="Grüße", MessageAttributes={
        "AWS.SNS.SMS.MaxPrice": {"DataType": "Number", "StringValue": "0.5"},
    })
    [call] = sent()
    equal(json.loads(call["body"]), {
        "messageId": answer["MessageId"],
        "phoneNumber": phone,
        "message": "Grüße",
        "account": "222222222222",
        "region": "us-east-1",
        "senderId": "Shop",
        "type": "Transactional",
        "maxPriceUsd": 0.5,
    })
    text = refused("InvalidParameter", sns.publish, PhoneNumber="call me", Message="a")
    equal(text, "Invalid parameter: PhoneNumber Reason: call me is not valid to publish to")
    equal(sns.list_origination_numbers()["PhoneNumbers"][0]["PhoneNumber"], "+12065550111")


def opt_out_and_in():
    other = "+12065550199"
    sns.publish(PhoneNumber=other, Message="hello")
    equal(sns.check_if_phone_number_is_opted_out(phoneNumber=other)["isOptedOut"], True)
    equal(sns.list_phone_numbers_opted_out()["phoneNumbers"], [other])
    sns.opt_in_phone_number(phoneNumber=other)
    equal(sns.check_if_phone_number_is_opted_out(phoneNumber=other)["isOptedOut"], False)
    sns.publish(PhoneNumber=other, Message="hello")
    refused("InvalidParameter", sns.opt_in_phone_number, phoneNumber=other)
    sent()


def verify_a_number_of_the_sandbox():
    equal(sns.get_sms_sandbox_account_status()["IsInSandbox"], False)
    sns.create_sms_sandbox_phone_number(PhoneNumber=phone, LanguageCode="en-US")
    [call] = sent()
    code = re.search(r"\d{6}", json.loads(call["body"])["message"]).group()
    numbers = sns.list_sms_sandbox_phone_numbers()["PhoneNumbers"]
    equal(numbers, [{"PhoneNumber": phone, "Status": "Pending"}])
    wrong = {"PhoneNumber": phone, "OneTimePassword": "0000000"}
    refused("VerificationException", sns.verify_sms_sandbox_phone_number, **wrong)
    sns.verify_sms_sandbox_phone_number(PhoneNumber=phone, OneTimePassword=code)
    numbers = sns.list_sms_sandbox_phone_numbers()["PhoneNumbers"]
    equal(numbers, [{"PhoneNumber": phone, "Status": "Verified"}])
    refused("UserError", sns.delete_sms_sandbox_phone_number, PhoneNumber=phone)
    refused("ResourceNotFound", sns.delete_sms_sandbox_phone_number, PhoneNumber="+12065550177")


run(
    [
        make_applications_and_endpoints,
        find_an_endpoint_again_as_the_mobile_blog_of_aws_does,
        publish_to_each_platform,
        an_endpoint_that_is_gone_is_disabled,
        change_and_delete_applications,
        send_text_messages,
        opt_out_and_in,
        verify_a_number_of_the_sandbox,
    ]
)
