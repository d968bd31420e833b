"""boto3 against a server: python main.py ENDPOINT HASTY_ENDPOINT. Prints `ok NAME` or `not ok NAME: why` for each step."""

import account
import channels
import consumers
import destinations
import failures
import queues
import resharding
import settings
import walkthrough
from steps import run

for part in [walkthrough, resharding, consumers, queues, channels, settings, account, destinations, failures]:
    run(part.steps)
