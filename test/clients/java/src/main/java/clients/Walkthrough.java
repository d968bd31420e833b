package clients;

import static clients.Clients.FIRST_SHARD;
import static clients.Steps.check;
import static clients.Steps.equal;
import static clients.Steps.step;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Records, from a new stream to its end. */
final class Walkthrough {
  private static final String STREAM = "java";

  private final Clients clients;
  private final KinesisAsyncClient kinesis;
  private final List<SdkBytes> payloads = Clients.payloads(300);

  Walkthrough(Clients clients) {
    this.clients = clients;
    this.kinesis = clients.kinesis;
  }

  void run() {
    step("create a stream, wait, and find it", this::create);
    step("put records", this::put);
    step("get them back whole and in order", this::get);
    step("delete the stream and wait", this::delete);
  }

  private void create() {
    clients.create(STREAM, request -> request.shardCount(1));
    var description = kinesis.describeStream(request -> request.streamName(STREAM)).join().streamDescription();
    equal(description.shards().get(0).shardId(), FIRST_SHARD);
    equal(kinesis.listStreams().join().streamNames(), List.of(STREAM));
  }

  private void put() {
    var first =
        kinesis
            .putRecord(request -> request.streamName(STREAM).partitionKey("k").data(payloads.get(0)))
            .join();
    equal(first.shardId(), FIRST_SHARD);
    clients.putAll(STREAM, payloads.subList(1, payloads.size()));
  }

  private void get() {
    String iterator =
        kinesis
            .getShardIterator(
                request ->
                    request
                        .streamName(STREAM)
                        .shardId(FIRST_SHARD)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .join()
            .shardIterator();
    var answer = kinesis.getRecords(request -> request.shardIterator(iterator)).join();
    check(answer.records().stream().map(Record::data).toList().equals(payloads), "not what was put");
    Instant arrived = answer.records().get(0).approximateArrivalTimestamp();
    Duration age = Duration.between(arrived, Instant.now()).abs();
    check(age.compareTo(Duration.ofMinutes(1)) < 0, "arrived at " + arrived);
  }

  private void delete() {
    kinesis.deleteStream(request -> request.streamName(STREAM)).join();
    kinesis.waiter().waitUntilStreamNotExists(request -> request.streamName(STREAM)).join();
  }
}
