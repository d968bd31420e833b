package clients.sqs;

import static clients.Steps.equal;
import static clients.Steps.fails;
import static clients.Steps.step;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.batchmanager.SqsAsyncBatchManager;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Messages from their sending to their deletion. The client checks their MD5s. */
final class Messages {
  private static final String BODY = "a\r\nü &<";

  private final SqsAsyncClient sqs;
  private final Queues queues;

  Messages(SqsAsyncClient sqs, Queues queues) {
    this.sqs = sqs;
    this.queues = queues;
  }

  void run() {
    step("a message with attributes, hidden, shown again and deleted", this::oneMessage);
    step("batches keep the order of a FIFO queue", this::batches);
    step("the batch manager makes batches of single messages", this::batchManager);
  }

  private void oneMessage() {
    String url = queues.create("java-messages", Map.of());
    Map<String, MessageAttributeValue> attributes =
        Map.of(
            "city", MessageAttributeValue.builder().dataType("String.city").stringValue("Zürich").build(),
            "raw",
                MessageAttributeValue.builder()
                    .dataType("Binary")
                    .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1}))
                    .build());
    sqs.sendMessage(request -> request.queueUrl(url).messageBody(BODY).messageAttributes(attributes)).join();
    Message first = receive(url);
    equal(first.body(), BODY);
    equal(first.messageAttributes(), attributes);
    equal(sqs.receiveMessage(request -> request.queueUrl(url)).join().messages(), List.of());
    sqs.changeMessageVisibility(
            request -> request.queueUrl(url).receiptHandle(first.receiptHandle()).visibilityTimeout(0))
        .join();
    Message again = receive(url);
    equal(again.messageId(), first.messageId());
    equal(again.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT), "2");
    sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(again.receiptHandle())).join();
    fails(
        sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle("nonsense")),
        ReceiptHandleIsInvalidException.class,
        ".*nonsense.*");
  }

  private Message receive(String url) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(url)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .waitTimeSeconds(1))
        .join()
        .messages()
        .get(0);
  }

  private void batches() {
    String url =
        queues.create(
            "java.fifo",
            Map.of(QueueAttributeName.FIFO_QUEUE, "true", QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
    List<String> bodies = IntStream.range(0, 10).mapToObj(i -> "m" + i).toList();
    var entries =
        bodies.stream()
            .map(body -> SendMessageBatchRequestEntry.builder().id(body).messageBody(body).messageGroupId("g").build())
            .toList();
    equal(sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries)).join().successful().size(), 10);
    List<Message> received =
        sqs.receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(10)).join().messages();
    equal(received.stream().map(Message::body).toList(), bodies);
    var hidden =
        received.stream()
            .map(
                message ->
                    ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(message.body())
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(60)
                        .build())
            .toList();
    var changed = sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url).entries(hidden)).join();
    equal(changed.successful().size(), 10);
    var handles =
        received.stream()
            .map(
                message ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(message.body())
                        .receiptHandle(message.receiptHandle())
                        .build())
            .toList();
    equal(sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(handles)).join().successful().size(), 10);
  }

  private void batchManager() {
    String url = queues.create("java-batch-manager", Map.of());
    try (SqsAsyncBatchManager manager = sqs.batchManager()) {
      List<CompletableFuture<SendMessageResponse>> sends =
          IntStream.range(0, 25)
              .mapToObj(i -> manager.sendMessage(request -> request.queueUrl(url).messageBody("m" + i)))
              .toList();
      equal(sends.stream().map(send -> send.join().messageId()).distinct().count(), 25L);
      int deleted = 0;
      while (deleted < sends.size()) {
        for (Message message : manager.receiveMessage(request -> request.queueUrl(url)).join().messages()) {
          manager
              .deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()))
              .join();
          deleted++;
        }
      }
    }
    equal(queues.attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE), "0");
  }
}
