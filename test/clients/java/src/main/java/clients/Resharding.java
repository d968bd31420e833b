package clients;

import static clients.Clients.FIRST_SHARD;
import static clients.Steps.equal;
import static clients.Steps.step;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Shards that split and merge, and each key's records still in their order. */
final class Resharding {
  private static final String STREAM = "resharding";
  private static final String QUARTER = BigInteger.TWO.pow(126).toString();
  private static final List<String> KEYS = IntStream.range(0, 16).mapToObj(n -> "key " + n).toList();

  private final Clients clients;
  private final KinesisAsyncClient kinesis;
  private int rounds = 0;

  Resharding(Clients clients) {
    this.clients = clients;
    this.kinesis = clients.kinesis;
  }

  void run() {
    step("split a shard", this::split);
    step("merge two shards", this::merge);
    step("update the shard count", this::updateCount);
    step("read through the lineage", this::readThroughTheLineage);
  }

  /** Puts one record of each key, which says how often there was one. */
  private void putARound() {
    SdkBytes data = SdkBytes.fromUtf8String(String.valueOf(rounds++));
    List<PutRecordsRequestEntry> entries =
        KEYS.stream().map(key -> PutRecordsRequestEntry.builder().data(data).partitionKey(key).build()).toList();
    equal(kinesis.putRecords(request -> request.streamName(STREAM).records(entries)).join().failedRecordCount(), 0);
  }

  private List<Shard> shards() {
    return kinesis.listShards(request -> request.streamName(STREAM)).join().shards();
  }

  private List<Shard> shards(ShardFilterType type) {
    return kinesis
        .listShards(request -> request.streamName(STREAM).shardFilter(filter -> filter.type(type)))
        .join()
        .shards();
  }

  private static boolean isClosed(Shard shard) {
    return shard.sequenceNumberRange().endingSequenceNumber() != null;
  }

  private void split() {
    clients.create(STREAM, request -> request.shardCount(2));
    putARound();
    kinesis
        .splitShard(request -> request.streamName(STREAM).shardToSplit(FIRST_SHARD).newStartingHashKey(QUARTER))
        .join();
    List<Shard> all = shards();
    equal(all.stream().map(Resharding::isClosed).toList(), List.of(true, false, false, false));
    equal(all.stream().skip(2).map(Shard::parentShardId).toList(), List.of(FIRST_SHARD, FIRST_SHARD));
    equal(all.get(3).hashKeyRange().startingHashKey(), QUARTER);
    putARound();
  }

  private void merge() {
    String lower = "shardId-000000000003";
    String upper = "shardId-000000000001";
    kinesis
        .mergeShards(request -> request.streamName(STREAM).shardToMerge(lower).adjacentShardToMerge(upper))
        .join();
    Shard merged = shards().get(4);
    equal(List.of(merged.parentShardId(), merged.adjacentParentShardId()), List.of(lower, upper));
    equal(clients.summary(STREAM).openShardCount(), 2);
    putARound();
  }

  private void updateCount() {
    var answer =
        kinesis
            .updateShardCount(
                request -> request.streamName(STREAM).targetShardCount(3).scalingType(ScalingType.UNIFORM_SCALING))
            .join();
    equal(List.of(answer.currentShardCount(), answer.targetShardCount()), List.of(2, 3));
    equal(shards(ShardFilterType.AT_LATEST).size(), 3);
    putARound();
  }

  /** Reads a shard up to its end, or to now if it is open. Returns its child shards. */
  private List<ChildShard> read(String shardId, boolean closed, List<Record> records) {
    String iterator =
        kinesis
            .getShardIterator(
                request ->
                    request
                        .streamName(STREAM)
                        .shardId(shardId)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .join()
            .shardIterator();
    while (true) {
      String from = iterator;
      GetRecordsResponse answer = kinesis.getRecords(request -> request.shardIterator(from)).join();
      records.addAll(answer.records());
      iterator = answer.nextShardIterator();
      if (iterator == null || (!closed && answer.millisBehindLatest() == 0)) {
        return answer.childShards();
      }
    }
  }

  private void readThroughTheLineage() {
    List<Shard> all = shards();
    Set<String> closed =
        all.stream().filter(Resharding::isClosed).map(Shard::shardId).collect(Collectors.toSet());
    Deque<String> waiting = new ArrayDeque<>();
    shards(ShardFilterType.AT_TRIM_HORIZON).forEach(shard -> waiting.add(shard.shardId()));
    equal(List.copyOf(waiting), List.of("shardId-000000000000", "shardId-000000000001"));
    Set<String> done = new HashSet<>();
    List<Record> records = new ArrayList<>();
    while (!waiting.isEmpty()) {
      String shardId = waiting.remove();
      List<ChildShard> children = read(shardId, closed.contains(shardId), records);
      done.add(shardId);
      children.stream()
          .filter(child -> done.containsAll(child.parentShards()))
          .forEach(child -> waiting.add(child.shardId()));
    }
    equal(byKey(records), expected());
    equal(done.size(), all.size());
  }

  private static Map<String, String> byKey(List<Record> records) {
    return records.stream()
        .collect(
            Collectors.groupingBy(
                Record::partitionKey,
                Collectors.mapping(record -> record.data().asUtf8String(), Collectors.joining(" "))));
  }

  private Map<String, String> expected() {
    String order = IntStream.range(0, rounds).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    Map<String, String> expected = new HashMap<>();
    KEYS.forEach(key -> expected.put(key, order));
    return expected;
  }
}
