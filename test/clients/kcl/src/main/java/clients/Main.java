package clients;

import clients.Clients.Retrieval;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * What the KPL puts, the KCL gets, by enhanced fan-out and by polling, through a split. Both deliver at least once: a record may come again, when the KPL finds
 * that a shard was split, but each key's records are in their order.
 * Arguments: endpoint, endpoint of a DynamoDB, folder for the KPL's executable, a stream that Millrace's producer has put.
 */
public final class Main {
  private static final String STREAM = "kcl";
  private static final String FIRST_SHARD = "shardId-000000000000";
  private static final String QUARTER = BigInteger.TWO.pow(126).toString();
  private static final List<String> KEYS = IntStream.range(0, 20).mapToObj(n -> "key " + n).toList();

  private Main() {}

  interface Step {
    void run() throws Exception;
  }

  public static void main(String[] arguments) {
    URI endpoint = URI.create(arguments[0]);
    KinesisAsyncClient kinesis = Clients.kinesisOf(endpoint);
    kinesis.createStream(request -> request.streamName(STREAM).shardCount(2)).join();
    Producer producer = new Producer(endpoint, arguments[2], STREAM, KEYS);
    DynamoDbAsyncClient dynamo = Clients.dynamoOf(URI.create(arguments[1]));
    Reader reader = new Reader(kinesis, dynamo, STREAM, Retrieval.FAN_OUT);
    Reader poller = new Reader(kinesis, dynamo, STREAM, Retrieval.POLLING);

    step("the KPL puts records, over TLS", () -> producer.put("first"));
    step("it aggregates them now that it knows the shards", () -> {
      if (producer.put("second") == KEYS.size()) {
        throw new IllegalStateException("not aggregated");
      }
    });
    step("the KCL takes leases and is pushed the records", () -> {
      reader.start();
      reader.await(KEYS, List.of("first", "second"));
    });
    step("another application of the KCL polls them", () -> {
      poller.start();
      poller.await(KEYS, List.of("first", "second"));
    });
    step("split a shard; the KPL finds its way to the children", () -> {
      kinesis
          .splitShard(
              request -> request.streamName(STREAM).shardToSplit(FIRST_SHARD).newStartingHashKey(QUARTER))
          .join();
      producer.put("third");
    });
    step("the KCL ends the parent and reads its children, by fan-out and by polling", () -> {
      for (Reader each : List.of(reader, poller)) {
        each.await(KEYS, List.of("first", "second", "third"));
        each.awaitEnd(FIRST_SHARD);
      }
    });
    Reader aggregated = new Reader(kinesis, dynamo, arguments[3], Retrieval.FAN_OUT);
    step("the KCL takes apart what Millrace's producer has aggregated", () -> {
      aggregated.start();
      aggregated.await(KEYS, List.of("first", "second"));
    });
    step("all end", () -> {
      aggregated.stop();
      poller.stop();
      reader.stop();
      producer.stop();
    });
    System.exit(0);
  }

  private static void step(String name, Step step) {
    try {
      step.run();
      System.out.println("ok " + name);
    } catch (Exception failure) {
      System.out.println("not ok " + name + ": " + String.valueOf(failure).replace('\n', ' '));
      System.exit(1);
    }
  }
}
