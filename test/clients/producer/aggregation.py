"""aws-kinesis-agg over standard input and output: python aggregation.py aggregate|deaggregate. Data are in base64."""

import base64
import json
import sys

from aws_kinesis_agg.aggregator import RecordAggregator
from aws_kinesis_agg.deaggregator import deaggregate_records


def deaggregate(stored):
    # The library takes records in the form in which Lambda gets them.
    records = [
        {
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "sequenceNumber": str(number),
                "partitionKey": "outer",
                "data": data,
                "approximateArrivalTimestamp": 0,
            }
        }
        for number, data in enumerate(stored)
    ]
    return [
        {
            "partitionKey": record["kinesis"]["partitionKey"],
            "explicitHashKey": record["kinesis"].get("explicitHashKey"),
            "data": record["kinesis"]["data"].decode(),
        }
        for record in deaggregate_records(records)
    ]


def aggregate(records):
    aggregator = RecordAggregator()
    done = []
    for record in records:
        full = aggregator.add_user_record(
            record["partitionKey"], base64.b64decode(record["data"]), record["explicitHashKey"]
        )
        if full:
            done.append(full)
    done.append(aggregator.clear_and_get())
    return [base64.b64encode(record.get_contents()[2]).decode() for record in done]


modes = {"aggregate": aggregate, "deaggregate": deaggregate}
json.dump(modes[sys.argv[1]](json.load(sys.stdin)), sys.stdout)
