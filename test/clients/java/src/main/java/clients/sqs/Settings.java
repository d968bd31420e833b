package clients.sqs;

import static clients.Steps.check;
import static clients.Steps.equal;
import static clients.Steps.fails;
import static clients.Steps.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** What queues are set to, and their lists. */
final class Settings {
  private final SqsAsyncClient sqs;
  private final Queues queues;
  private final List<String> urls = new ArrayList<>();

  Settings(SqsAsyncClient sqs, Queues queues) {
    this.sqs = sqs;
    this.queues = queues;
  }

  void run() {
    step("queues are made, found and listed by page", this::listed);
    step("attributes", this::attributes);
    step("tags", this::tags);
    step("permissions", this::permissions);
    step("a purged queue is empty", this::purged);
    step("a deleted queue has an error of its own class", this::deleted);
  }

  private void listed() {
    for (String name : List.of("java-a", "java-b", "java-c")) {
      String url = queues.create(name, Map.of());
      equal(sqs.getQueueUrl(request -> request.queueName(name)).join().queueUrl(), url);
      urls.add(url);
    }
    List<String> found = new ArrayList<>();
    sqs.listQueuesPaginator(request -> request.queueNamePrefix("java-").maxResults(2))
        .queueUrls()
        .subscribe(found::add)
        .join();
    equal(found, urls);
  }

  private void attributes() {
    Map<QueueAttributeName, String> changed = Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "7");
    sqs.setQueueAttributes(request -> request.queueUrl(urls.get(0)).attributes(changed)).join();
    equal(queues.attribute(urls.get(0), QueueAttributeName.VISIBILITY_TIMEOUT), "7");
  }

  private void tags() {
    sqs.tagQueue(request -> request.queueUrl(urls.get(0)).tags(Map.of("team", "a b", "stage", "ü"))).join();
    sqs.untagQueue(request -> request.queueUrl(urls.get(0)).tagKeys("team")).join();
    equal(sqs.listQueueTags(request -> request.queueUrl(urls.get(0))).join().tags(), Map.of("stage", "ü"));
  }

  private void permissions() {
    sqs.addPermission(
            request ->
                request.queueUrl(urls.get(0)).label("l").awsAccountIds("111111111111").actions("SendMessage"))
        .join();
    String policy = queues.attribute(urls.get(0), QueueAttributeName.POLICY);
    check(policy.contains("\"Sid\":\"l\""), policy);
    sqs.removePermission(request -> request.queueUrl(urls.get(0)).label("l")).join();
    equal(queues.attribute(urls.get(0), QueueAttributeName.POLICY), null);
  }

  private void purged() {
    sqs.sendMessage(request -> request.queueUrl(urls.get(0)).messageBody("a")).join();
    sqs.purgeQueue(request -> request.queueUrl(urls.get(0))).join();
    equal(queues.attribute(urls.get(0), QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES), "0");
  }

  private void deleted() {
    urls.forEach(url -> sqs.deleteQueue(request -> request.queueUrl(url)).join());
    fails(
        sqs.getQueueUrl(request -> request.queueName("java-a")),
        QueueDoesNotExistException.class,
        "The specified queue does not exist\\.");
  }
}
