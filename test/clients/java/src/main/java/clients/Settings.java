package clients;

import static clients.Steps.check;
import static clients.Steps.equal;
import static clients.Steps.fails;
import static clients.Steps.step;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.RecordDistributionStrategy;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** The settings of a stream. */
final class Settings {
  private static final String STREAM = "settings";
  private static final String KEY = "alias/aws/kinesis";

  private final Clients clients;
  private final KinesisAsyncClient kinesis;
  private String arn;

  Settings(Clients clients) {
    this.clients = clients;
    this.kinesis = clients.kinesis;
  }

  void run() {
    step("tags by the name of the stream", this::tagsByName);
    step("tags by ARN", this::tagsByArn);
    step("retention", this::retention);
    step("encryption", this::encryption);
    step("enhanced monitoring", this::monitoring);
    step("a resource policy", this::policy);
    step("larger records", this::largerRecords);
    step("the mode, and the distribution of records", this::modeAndDistribution);
  }

  private void tagsByName() {
    arn = clients.create(STREAM, request -> request.shardCount(4).tags(Map.of("a", "1")));
    kinesis.addTagsToStream(request -> request.streamName(STREAM).tags(Map.of("b", "2", "c", "Grüße"))).join();
    kinesis.removeTagsFromStream(request -> request.streamName(STREAM).tagKeys("a")).join();
    var first = kinesis.listTagsForStream(request -> request.streamName(STREAM).limit(1)).join();
    equal(texts(first.tags()) + first.hasMoreTags(), "[b=2]true");
    var rest = kinesis.listTagsForStream(request -> request.streamName(STREAM).exclusiveStartTagKey("b")).join();
    equal(texts(rest.tags()) + rest.hasMoreTags(), "[c=Grüße]false");
  }

  private static String texts(List<Tag> tags) {
    return tags.stream().map(tag -> tag.key() + "=" + tag.value()).toList().toString();
  }

  private void tagsByArn() {
    kinesis.tagResource(request -> request.resourceARN(arn).tags(Map.of("d", "4"))).join();
    kinesis.untagResource(request -> request.resourceARN(arn).tagKeys("b", "c")).join();
    equal(texts(kinesis.listTagsForResource(request -> request.resourceARN(arn)).join().tags()), "[d=4]");
  }

  private void retention() {
    kinesis.increaseStreamRetentionPeriod(request -> request.streamName(STREAM).retentionPeriodHours(8760)).join();
    equal(clients.summary(STREAM).retentionPeriodHours(), 8760);
    kinesis.decreaseStreamRetentionPeriod(request -> request.streamName(STREAM).retentionPeriodHours(48)).join();
    equal(clients.summary(STREAM).retentionPeriodHours(), 48);
  }

  private void encryption() {
    kinesis
        .startStreamEncryption(
            request -> request.streamName(STREAM).encryptionType(EncryptionType.KMS).keyId(KEY))
        .join();
    var on = clients.summary(STREAM);
    equal(on.encryptionType() + " " + on.keyId(), "KMS " + KEY);
    kinesis
        .stopStreamEncryption(
            request -> request.streamName(STREAM).encryptionType(EncryptionType.KMS).keyId(KEY))
        .join();
    var off = clients.summary(STREAM);
    equal(off.encryptionType() + " " + off.keyId(), "NONE null");
  }

  private void monitoring() {
    var on =
        kinesis
            .enableEnhancedMonitoring(
                request ->
                    request
                        .streamName(STREAM)
                        .shardLevelMetrics(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES))
            .join();
    equal(on.currentShardLevelMetrics(), List.of());
    equal(on.desiredShardLevelMetrics().size(), 2);
    var off =
        kinesis
            .disableEnhancedMonitoring(
                request -> request.streamName(STREAM).shardLevelMetrics(MetricsName.OUTGOING_BYTES))
            .join();
    equal(off.desiredShardLevelMetrics(), List.of(MetricsName.INCOMING_BYTES));
    equal(
        clients.summary(STREAM).enhancedMonitoring().get(0).shardLevelMetrics(),
        List.of(MetricsName.INCOMING_BYTES));
  }

  private void policy() {
    String policy =
        """
        {"Version":"2012-10-17","Statement":
          {"Effect":"Allow","Principal":"*","Action":"kinesis:PutRecord","Resource":"%s"}}
        """
            .formatted(arn);
    kinesis.putResourcePolicy(request -> request.resourceARN(arn).policy(policy)).join();
    equal(kinesis.getResourcePolicy(request -> request.resourceARN(arn)).join().policy(), policy);
    kinesis.deleteResourcePolicy(request -> request.resourceARN(arn)).join();
    fails(
        kinesis.getResourcePolicy(request -> request.resourceARN(arn)),
        ResourceNotFoundException.class,
        "Resource .* has no resource policy\\.");
  }

  private void largerRecords() {
    kinesis.updateMaxRecordSize(request -> request.streamARN(arn).maxRecordSizeInKiB(3 * 1024)).join();
    equal(clients.summary(STREAM).maxRecordSizeInKiB(), 3 * 1024);
    SdkBytes data = SdkBytes.fromUtf8String("x".repeat(2 * 1024 * 1024));
    var put = kinesis.putRecord(request -> request.streamName(STREAM).partitionKey("k").data(data)).join();
    String iterator =
        kinesis
            .getShardIterator(
                request ->
                    request
                        .streamName(STREAM)
                        .shardId(put.shardId())
                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .startingSequenceNumber(put.sequenceNumber()))
            .join()
            .shardIterator();
    var answer = kinesis.getRecords(request -> request.shardIterator(iterator)).join();
    check(answer.records().get(0).data().equals(data), "not what was put");
  }

  private void modeAndDistribution() {
    kinesis
        .updateStreamMode(
            request -> request.streamARN(arn).streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)))
        .join();
    equal(clients.summary(STREAM).streamModeDetails().streamMode(), StreamMode.ON_DEMAND);
    for (RecordDistributionStrategy strategy : RecordDistributionStrategy.knownValues()) {
      kinesis
          .updateStreamRecordDistributionStrategy(
              request -> request.streamARN(arn).recordDistributionStrategy(strategy))
          .join();
      equal(clients.summary(STREAM).recordDistributionStrategy(), strategy);
    }
  }
}
