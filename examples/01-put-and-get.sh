#!/bin/sh
# The first walk with Kinesis, with the aws command line: a stream, three records, and the three records back.
#
#   npm start                            # in one terminal
#   sh examples/01-put-and-get.sh        # in another; an endpoint may follow
set -eu

export AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-test}" AWS_SECRET_ACCESS_KEY="${AWS_SECRET_ACCESS_KEY:-test}"
export AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-us-east-1}" AWS_PAGER=""
endpoint="${1:-http://127.0.0.1:4567}"
kinesis() { aws --endpoint-url "$endpoint" kinesis "$@"; }

# From a file, since versions 1 and 2 of the command line read --data on the command line in different ways.
record="$(mktemp)"
trap 'rm -f "$record"' EXIT

kinesis create-stream --stream-name test --shard-count 1
kinesis wait stream-exists --stream-name test

for event in 'user signup' 'user login' 'user logout'; do
  printf '%s' "$event" >"$record"
  kinesis put-record --stream-name test --partition-key user1 --data "fileb://$record" \
    --query SequenceNumber --output text
done

kinesis describe-stream --stream-name test --query StreamDescription.StreamStatus --output text
iterator="$(kinesis get-shard-iterator --stream-name test --shard-id shardId-000000000000 \
  --shard-iterator-type TRIM_HORIZON --query ShardIterator --output text)"
kinesis get-records --shard-iterator "$iterator" --query 'Records[].Data' --output text |
  tr '\t' '\n' | while read -r data; do printf '%s' "$data" | base64 -d && echo; done
