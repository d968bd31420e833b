package clients.sqs;

import static clients.Steps.check;
import static clients.Steps.equal;
import static clients.Steps.step;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Messages that were received too often, and the way back. */
final class Redrive {
  private static final int LETTERS = 5;

  private final SqsAsyncClient sqs;
  private final Queues queues;
  private final String dead;
  private final String arn;
  private final String source;

  Redrive(SqsAsyncClient sqs, Queues queues) {
    this.sqs = sqs;
    this.queues = queues;
    dead = queues.create("java-dead", Map.of());
    arn = queues.attribute(dead, QueueAttributeName.QUEUE_ARN);
    source =
        queues.create(
            "java-main",
            Map.of(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":1}",
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "0"));
  }

  void run() {
    step("what was received too often is a dead letter", this::deadLetters);
    step("a task that moves it back is listed and cancelled", this::moveTask);
  }

  private void deadLetters() {
    var sources = sqs.listDeadLetterSourceQueues(request -> request.queueUrl(dead)).join();
    equal(sources.queueUrls(), List.of(source));
    var entries =
        IntStream.range(0, LETTERS)
            .mapToObj(i -> SendMessageBatchRequestEntry.builder().id("m" + i).messageBody("m" + i).build())
            .toList();
    sqs.sendMessageBatch(request -> request.queueUrl(source).entries(entries)).join();
    equal(receive().size(), LETTERS);
    equal(receive().size(), 0);
    String waiting = queues.attribute(dead, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    equal(waiting, String.valueOf(LETTERS));
  }

  private List<Message> receive() {
    return sqs.receiveMessage(request -> request.queueUrl(source).maxNumberOfMessages(10)).join().messages();
  }

  private void moveTask() {
    String handle =
        sqs.startMessageMoveTask(request -> request.sourceArn(arn).maxNumberOfMessagesPerSecond(1)).join().taskHandle();
    var running = sqs.listMessageMoveTasks(request -> request.sourceArn(arn)).join().results().get(0);
    equal(running.taskHandle(), handle);
    sqs.cancelMessageMoveTask(request -> request.taskHandle(handle)).join();
    var after = sqs.listMessageMoveTasks(request -> request.sourceArn(arn)).join().results().get(0);
    check(after.status().startsWith("CANCELL"), after.toString());
  }
}
