"""An HTTP endpoint that is subscribed to a topic: it is asked, confirms, gets what is published, and is told of the end."""

import json
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Endpoint:
    """Keeps what is posted to it. The first answers are those it is told to give, all others 200."""

    def __init__(self):
        self.posts = queue.Queue()
        self.answers = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.send_response(endpoint.answers.pop(0) if endpoint.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()
                endpoint.posts.put((self.headers["x-amz-sns-message-type"], body))

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/in"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self):
        return self.posts.get(timeout=30)


def http_subscriber(sns, equal):
    endpoint = Endpoint()
    topic = sns.create_topic(Name="boto3-http")["TopicArn"]
    policy = json.dumps({"healthyRetryPolicy": {"numRetries": 2, "numNoDelayRetries": 2}})
    answer = sns.subscribe(
        TopicArn=topic, Protocol="http", Endpoint=endpoint.url, Attributes={"DeliveryPolicy": policy}
    )
    equal(answer["SubscriptionArn"], "pending confirmation")
    kind, body = endpoint.next()
    equal(kind, "SubscriptionConfirmation")
    arn = sns.confirm_subscription(TopicArn=topic, Token=json.loads(body)["Token"])["SubscriptionArn"]
    endpoint.answers = [503]
    message_id = sns.publish(TopicArn=topic, Message="hello", Subject="greeting")["MessageId"]
    posts = [endpoint.next(), endpoint.next()]
    for kind, body in posts:
        document = json.loads(body)
        told = [document[name] for name in ["Type", "MessageId", "TopicArn", "Subject", "Message"]]
        equal((kind, told), ("Notification", ["Notification", message_id, topic, "greeting", "hello"]))
    sns.unsubscribe(SubscriptionArn=arn)
    equal(endpoint.next()[0], "UnsubscribeConfirmation")
    sns.delete_topic(TopicArn=topic)
    endpoint.server.shutdown()
