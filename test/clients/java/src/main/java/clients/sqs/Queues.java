package clients.sqs;

import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What several parts do with queues. */
final class Queues {
  private final SqsAsyncClient sqs;

  Queues(SqsAsyncClient sqs) {
    this.sqs = sqs;
  }

  /** Makes a queue. Returns its URL. */
  String create(String name, Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(request -> request.queueName(name).attributes(attributes)).join().queueUrl();
  }

  /** Null for one that the queue does not have. */
  String attribute(String url, QueueAttributeName name) {
    return sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(name)).join().attributes().get(name);
  }
}
