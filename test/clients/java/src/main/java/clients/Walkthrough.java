package clients;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * The Java SDK's asynchronous Kinesis client, which speaks HTTP/2, and CBOR unless the system property
 * `aws.cborEnabled` is false. Arguments: endpoint, stream name.
 */
public final class Walkthrough {
  private static final int RECORDS = 300;

  private final KinesisAsyncClient kinesis;
  private final String stream;
  private final List<SdkBytes> payloads = new ArrayList<>();

  private Walkthrough(String endpoint, String stream) {
    this.stream = stream;
    this.kinesis =
        KinesisAsyncClient.builder()
            .endpointOverride(URI.create(endpoint))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "any")))
            .build();
    for (int i = 0; i < RECORDS; i++) {
      payloads.add(SdkBytes.fromByteArray(("record " + i + " ").repeat(i + 1).getBytes(StandardCharsets.UTF_8)));
    }
  }

  public static void main(String[] arguments) {
    Walkthrough walkthrough = new Walkthrough(arguments[0], arguments[1]);
    try {
      step("create a stream and wait", walkthrough::create);
      step("put records", walkthrough::put);
      step("get them back whole and in order", walkthrough::get);
      step("a consumer gets them pushed, with what is put later", walkthrough::subscribe);
      step("an error has its own class and message", walkthrough::error);
      step("delete the stream", walkthrough::delete);
    } finally {
      walkthrough.kinesis.close();
    }
  }

  private Void create() {
    kinesis.createStream(request -> request.streamName(stream).shardCount(1)).join();
    kinesis.waiter().waitUntilStreamExists(request -> request.streamName(stream)).join();
    return null;
  }

  private Void put() {
    kinesis
        .putRecord(
            request -> request.streamName(stream).partitionKey("k").data(SdkBytes.fromUtf8String("first")))
        .join();
    List<PutRecordsRequestEntry> entries =
        payloads.stream().map(data -> PutRecordsRequestEntry.builder().data(data).partitionKey("k").build()).toList();
    PutRecordsResponse answer = kinesis.putRecords(request -> request.streamName(stream).records(entries)).join();
    check(answer.failedRecordCount() == 0, "failed records: " + answer.failedRecordCount());
    return null;
  }

  private Void get() {
    String iterator =
        kinesis
            .getShardIterator(
                request ->
                    request
                        .streamName(stream)
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .join()
            .shardIterator();
    GetRecordsResponse answer = kinesis.getRecords(request -> request.shardIterator(iterator)).join();
    check(answer.records().size() == RECORDS + 1, "records: " + answer.records().size());
    for (int i = 0; i < RECORDS; i++) {
      check(answer.records().get(i + 1).data().equals(payloads.get(i)), "record " + i + " differs");
    }
    Record first = answer.records().get(0);
    Duration age = Duration.between(first.approximateArrivalTimestamp(), Instant.now()).abs();
    check(age.compareTo(Duration.ofMinutes(1)) < 0, "arrived at " + first.approximateArrivalTimestamp());
    return null;
  }

  private Void subscribe() throws Exception {
    String streamArn =
        kinesis.describeStreamSummary(request -> request.streamName(stream)).join().streamDescriptionSummary().streamARN();
    String consumerArn =
        kinesis
            .registerStreamConsumer(request -> request.streamARN(streamArn).consumerName("reader"))
            .join()
            .consumer()
            .consumerARN();
    BlockingQueue<SubscribeToShardEvent> events = new LinkedBlockingQueue<>();
    CompletableFuture<Void> ended =
        kinesis.subscribeToShard(
            request ->
                request
                    .consumerARN(consumerArn)
                    .shardId("shardId-000000000000")
                    .startingPosition(position -> position.type(ShardIteratorType.TRIM_HORIZON)),
            SubscribeToShardResponseHandler.builder()
                .subscriber(event -> event.accept(visitor(events::add)))
                .build());
    List<Record> records = new ArrayList<>();
    while (records.size() < RECORDS + 1) {
      records.addAll(nextEvent(events).records());
    }
    for (int i = 0; i < RECORDS; i++) {
      check(records.get(i + 1).data().equals(payloads.get(i)), "record " + i + " differs");
    }
    kinesis
        .putRecord(request -> request.streamName(stream).partitionKey("k").data(SdkBytes.fromUtf8String("later")))
        .join();
    SubscribeToShardEvent last = nextEvent(events);
    check(last.records().size() == 1, "records: " + last.records().size());
    check(last.records().get(0).data().asUtf8String().equals("later"), "not what was put");
    check(last.continuationSequenceNumber().equals(last.records().get(0).sequenceNumber()), "not where it ended");
    kinesis.deregisterStreamConsumer(request -> request.consumerARN(consumerArn)).join();
    try {
      ended.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException wrapped) {
      check(wrapped.getCause() instanceof ResourceNotFoundException, String.valueOf(wrapped.getCause()));
      return null;
    }
    throw new IllegalStateException("the subscription ended without an error");
  }

  private static SubscribeToShardResponseHandler.Visitor visitor(Consumer<SubscribeToShardEvent> onEvent) {
    return SubscribeToShardResponseHandler.Visitor.builder().onSubscribeToShardEvent(onEvent).build();
  }

  private static SubscribeToShardEvent nextEvent(BlockingQueue<SubscribeToShardEvent> events) throws Exception {
    SubscribeToShardEvent event = events.poll(10, TimeUnit.SECONDS);
    check(event != null, "no event within 10 seconds");
    return event;
  }

  private Void error() {
    try {
      kinesis.describeStreamSummary(request -> request.streamName("absent")).join();
    } catch (CompletionException wrapped) {
      check(wrapped.getCause() instanceof ResourceNotFoundException, String.valueOf(wrapped.getCause()));
      String message = ((ResourceNotFoundException) wrapped.getCause()).awsErrorDetails().errorMessage();
      check(message.matches("Stream absent under account \\d{12} not found\\."), message);
      return null;
    }
    throw new IllegalStateException("no error");
  }

  private Void delete() {
    kinesis.deleteStream(request -> request.streamName(stream)).join();
    kinesis.waiter().waitUntilStreamNotExists(request -> request.streamName(stream)).join();
    return null;
  }

  private static void check(boolean condition, String why) {
    if (!condition) {
      throw new IllegalStateException(why);
    }
  }

  private static void step(String name, Callable<Void> run) {
    try {
      run.call();
      System.out.println("ok " + name);
    } catch (Exception failure) {
      System.out.println("not ok " + name + ": " + String.valueOf(failure).replace('\n', ' '));
      System.exit(1);
    }
  }
}
