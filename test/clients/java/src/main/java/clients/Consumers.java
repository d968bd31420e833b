package clients;

import static clients.Clients.FIRST_SHARD;
import static clients.Steps.check;
import static clients.Steps.equal;
import static clients.Steps.fails;
import static clients.Steps.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** Enhanced fan-out. */
final class Consumers {
  private static final String STREAM = "consumers";

  /** SubscribeToShard may be called once a second. */
  private static final long SUBSCRIBE_INTERVAL_MS = 1000;

  private final Clients clients;
  private final KinesisAsyncClient kinesis;
  private final List<SdkBytes> payloads = Clients.payloads(300);
  private final BlockingQueue<SubscribeToShardEvent> events = new LinkedBlockingQueue<>();
  private String streamArn;
  private String consumerArn;

  Consumers(Clients clients) {
    this.clients = clients;
    this.kinesis = clients.kinesis;
  }

  void run() {
    step("register consumers", this::register);
    step("describe one by ARN and by name", this::describe);
    step("list them a page at a time", this::list);
    step("a consumer gets records pushed, with what is put later, until it is deregistered", this::subscribe);
    step("delete the stream with a consumer", this::delete);
  }

  private void register() {
    streamArn = clients.create(STREAM, request -> request.shardCount(1));
    consumerArn =
        kinesis
            .registerStreamConsumer(
                request -> request.streamARN(streamArn).consumerName("first").tags(Map.of("team", "a")))
            .join()
            .consumer()
            .consumerARN();
    check(consumerArn.startsWith(streamArn + "/consumer/first:"), consumerArn);
    kinesis.registerStreamConsumer(request -> request.streamARN(streamArn).consumerName("second")).join();
    equal(clients.summary(STREAM).consumerCount(), 2);
  }

  private void describe() {
    var byArn = kinesis.describeStreamConsumer(request -> request.consumerARN(consumerArn)).join();
    var byName =
        kinesis.describeStreamConsumer(request -> request.streamARN(streamArn).consumerName("first")).join();
    equal(byArn.consumerDescription(), byName.consumerDescription());
    equal(byArn.consumerDescription().consumerStatus(), ConsumerStatus.ACTIVE);
    var tags = kinesis.listTagsForResource(request -> request.resourceARN(consumerArn)).join().tags();
    equal(tags.get(0).key() + "=" + tags.get(0).value(), "team=a");
  }

  private void list() {
    List<String> names = new ArrayList<>();
    kinesis
        .listStreamConsumersPaginator(request -> request.streamARN(streamArn).maxResults(1))
        .subscribe(page -> names.addAll(page.consumers().stream().map(Consumer::consumerName).toList()))
        .join();
    equal(names, List.of("first", "second"));
  }

  private CompletableFuture<Void> subscribeToShard() {
    var visitor = SubscribeToShardResponseHandler.Visitor.builder().onSubscribeToShardEvent(events::add).build();
    return kinesis.subscribeToShard(
        request ->
            request
                .consumerARN(consumerArn)
                .shardId(FIRST_SHARD)
                .startingPosition(position -> position.type(ShardIteratorType.TRIM_HORIZON)),
        SubscribeToShardResponseHandler.builder().subscriber(event -> event.accept(visitor)).build());
  }

  private void subscribe() throws Exception {
    clients.putAll(STREAM, payloads);
    CompletableFuture<Void> ended = subscribeToShard();
    List<Record> records = new ArrayList<>();
    while (records.size() < payloads.size()) {
      records.addAll(nextEvent().records());
    }
    check(records.stream().map(Record::data).toList().equals(payloads), "not what was put");
    Thread.sleep(SUBSCRIBE_INTERVAL_MS);
    fails(subscribeToShard(), ResourceInUseException.class, ".*");
    clients.putAll(STREAM, List.of(SdkBytes.fromUtf8String("later")));
    SubscribeToShardEvent last = nextEvent();
    equal(last.records().stream().map(record -> record.data().asUtf8String()).toList(), List.of("later"));
    equal(last.continuationSequenceNumber(), last.records().get(0).sequenceNumber());
    kinesis.deregisterStreamConsumer(request -> request.consumerARN(consumerArn)).join();
    fails(ended.orTimeout(10, TimeUnit.SECONDS), ResourceNotFoundException.class, ".*");
  }

  private SubscribeToShardEvent nextEvent() throws InterruptedException {
    SubscribeToShardEvent event = events.poll(10, TimeUnit.SECONDS);
    check(event != null, "no event within 10 seconds");
    return event;
  }

  private void delete() {
    equal(clients.summary(STREAM).consumerCount(), 1);
    fails(kinesis.deleteStream(request -> request.streamName(STREAM)), ResourceInUseException.class, ".*");
    kinesis.deleteStream(request -> request.streamName(STREAM).enforceConsumerDeletion(true)).join();
  }
}
