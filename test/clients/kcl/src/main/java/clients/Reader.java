package clients;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.coordinator.Scheduler;

/** One worker of the KCL, and an application of its own. */
final class Reader {
  /** An application's first worker waits up to 30 s for others to fill the table of leases. */
  private static final long WAIT_MS = 60_000;

  private static final long FAILOVER_MS = 1_000;

  private final DynamoDbAsyncClient dynamo;
  private final String application;
  private final Scheduler scheduler;
  private final Map<String, Queue<String>> dataByKey = new ConcurrentHashMap<>();
  private final Set<String> endedShards = ConcurrentHashMap.newKeySet();

  Reader(
      KinesisAsyncClient kinesis, DynamoDbAsyncClient dynamo, String stream, Clients.Retrieval retrieval) {
    this.dynamo = dynamo;
    this.application = retrieval + "-reader-of-" + stream;
    this.scheduler =
        Clients.schedulerOf(
            kinesis,
            dynamo,
            stream,
            application,
            retrieval,
            FAILOVER_MS,
            () -> new Processor(this::got, endedShards::add));
  }

  void start() {
    createLeaseTable();
    Thread thread = new Thread(scheduler);
    thread.setDaemon(true);
    thread.start();
  }

  /** As the KCL makes it, but in one call: the DynamoDB here cannot add such an index to a table. */
  private void createLeaseTable() {
    dynamo
        .createTable(
            table ->
                table
                    .tableName(application)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        key -> key.attributeName("leaseKey").attributeType(ScalarAttributeType.S),
                        owner -> owner.attributeName("leaseOwner").attributeType(ScalarAttributeType.S))
                    .keySchema(key -> key.attributeName("leaseKey").keyType(KeyType.HASH))
                    .globalSecondaryIndexes(
                        index ->
                            index
                                .indexName("LeaseOwnerToLeaseKeyIndex")
                                .keySchema(
                                    owner -> owner.attributeName("leaseOwner").keyType(KeyType.HASH),
                                    key -> key.attributeName("leaseKey").keyType(KeyType.RANGE))
                                .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))))
        .join();
    dynamo.waiter().waitUntilTableExists(table -> table.tableName(application)).join();
  }

  private void got(String key, String data) {
    dataByKey.computeIfAbsent(key, absent -> new ConcurrentLinkedQueue<>()).add(data);
  }

  /** Waits until each key has these data, in this order, and none besides; one may be there more than once. */
  void await(List<String> keys, List<String> data) throws InterruptedException {
    await(() -> keys.stream().allMatch(key -> withoutRepeats(key).equals(data)));
  }

  void awaitEnd(String shardId) throws InterruptedException {
    await(() -> endedShards.contains(shardId));
  }

  private List<String> withoutRepeats(String key) {
    return dataByKey.getOrDefault(key, new ConcurrentLinkedQueue<>()).stream().distinct().toList();
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long endMs = System.currentTimeMillis() + WAIT_MS;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > endMs) {
        throw new IllegalStateException("got " + dataByKey + ", ended " + endedShards);
      }
      Thread.sleep(50);
    }
  }

  /** Ends within the time of a fail-over, too short here for every processor to be heard: the outcome is not asked for. */
  void stop() throws Exception {
    scheduler.startGracefulShutdown().get(30, TimeUnit.SECONDS);
  }
}
