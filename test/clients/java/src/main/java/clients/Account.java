package clients;

import static clients.Steps.equal;
import static clients.Steps.step;

import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** What holds for the account, and what streams may do with it. */
final class Account {
  private static final String STREAM = "warm";

  /** DescribeLimits may be called once a second. */
  private static final long LIMITS_INTERVAL_MS = 1000;

  private final Clients clients;
  private final KinesisAsyncClient kinesis;

  Account(Clients clients) {
    this.clients = clients;
    this.kinesis = clients.kinesis;
  }

  void run() {
    step("limits, and what is used of them", this::limits);
    step("On-demand Advantage", this::advantage);
    step("warm throughput", this::warmThroughput);
  }

  private void limits() throws InterruptedException {
    var before = kinesis.describeLimits().join();
    equal(List.of(before.shardLimit(), before.onDemandStreamCountLimit()), List.of(20_000, 50));
    clients.create(STREAM, request -> request.streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
    Thread.sleep(LIMITS_INTERVAL_MS);
    equal(kinesis.describeLimits().join().onDemandStreamCount(), before.onDemandStreamCount() + 1);
  }

  private void advantage() {
    var before = kinesis.describeAccountSettings(request -> {}).join().minimumThroughputBillingCommitment();
    equal(before.status(), MinimumThroughputBillingCommitmentOutputStatus.DISABLED);
    var enabled =
        kinesis
            .updateAccountSettings(
                request ->
                    request.minimumThroughputBillingCommitment(
                        commitment -> commitment.status(MinimumThroughputBillingCommitmentInputStatus.ENABLED)))
            .join()
            .minimumThroughputBillingCommitment();
    equal(enabled.status(), MinimumThroughputBillingCommitmentOutputStatus.ENABLED);
    var after = kinesis.describeAccountSettings(request -> {}).join().minimumThroughputBillingCommitment();
    equal(after, enabled);
  }

  private void warmThroughput() {
    var answer =
        kinesis
            .updateStreamWarmThroughput(request -> request.streamName(STREAM).warmThroughputMiBps(6))
            .join();
    equal(answer.warmThroughput().targetMiBps(), 6);
    var after = clients.summary(STREAM);
    equal(List.of(after.warmThroughput().currentMiBps(), after.openShardCount()), List.of(6, 6));
    kinesis.deleteStream(request -> request.streamName(STREAM)).join();
  }
}
