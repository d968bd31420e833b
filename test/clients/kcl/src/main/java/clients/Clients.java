package clients;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** What the programs here are made of. */
final class Clients {
  private Clients() {}

  static KinesisAsyncClient kinesisOf(URI endpoint) {
    return KinesisClientUtil.createKinesisAsyncClient(
        KinesisAsyncClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(EnvironmentVariableCredentialsProvider.create()));
  }

  static DynamoDbAsyncClient dynamoOf(URI endpoint) {
    return DynamoDbAsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .build();
  }

  /** How a worker of the KCL gets at records. */
  enum Retrieval {
    FAN_OUT,
    POLLING
  }

  /** A worker of the KCL that reads from the start. */
  static Scheduler schedulerOf(
      KinesisAsyncClient kinesis,
      DynamoDbAsyncClient dynamo,
      String stream,
      String application,
      Retrieval retrieval,
      long failoverMs,
      ShardRecordProcessorFactory processors) {
    CloudWatchAsyncClient unused =
        CloudWatchAsyncClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(URI.create("http://127.0.0.1:1"))
            .build();
    ConfigsBuilder configs =
        new ConfigsBuilder(stream, application, kinesis, dynamo, unused, "worker", processors);
    var start = InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);
    var retrievalConfig = configs.retrievalConfig().initialPositionInStreamExtended(start);
    if (retrieval == Retrieval.POLLING) {
      retrievalConfig.retrievalSpecificConfig(new PollingConfig(stream, kinesis));
    }
    return new Scheduler(
        configs.checkpointConfig(),
        configs.coordinatorConfig().parentShardPollIntervalMillis(500),
        configs.leaseManagementConfig().failoverTimeMillis(failoverMs).shardSyncIntervalMillis(1000),
        configs.lifecycleConfig(),
        configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
        configs.processorConfig(),
        retrievalConfig);
  }
}
