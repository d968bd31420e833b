package clients;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** The clients, and what several parts do with them. */
final class Clients implements AutoCloseable {
  static final String FIRST_SHARD = "shardId-000000000000";

  final KinesisAsyncClient kinesis;

  /** Time runs a thousand times as fast for this server: test/clients/hasty-server.ts. */
  final KinesisAsyncClient hasty;

  Clients(String endpoint, String hastyEndpoint) {
    kinesis = clientOf(endpoint);
    hasty = clientOf(hastyEndpoint);
  }

  private static KinesisAsyncClient clientOf(String endpoint) {
    return KinesisAsyncClient.builder()
        .endpointOverride(URI.create(endpoint))
        .region(Region.US_EAST_1)
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .build();
  }

  /** Creates a stream and waits for it. Returns its ARN. */
  String create(String stream, Consumer<CreateStreamRequest.Builder> settings) {
    kinesis.createStream(request -> request.streamName(stream).applyMutation(settings)).join();
    kinesis.waiter().waitUntilStreamExists(request -> request.streamName(stream)).join();
    return summary(stream).streamARN();
  }

  StreamDescriptionSummary summary(String stream) {
    return kinesis.describeStreamSummary(request -> request.streamName(stream)).join().streamDescriptionSummary();
  }

  /** Puts them all by one key, in one request. */
  void putAll(String stream, List<SdkBytes> payloads) {
    List<PutRecordsRequestEntry> entries =
        payloads.stream().map(data -> PutRecordsRequestEntry.builder().data(data).partitionKey("k").build()).toList();
    var answer = kinesis.putRecords(request -> request.streamName(stream).records(entries)).join();
    Steps.equal(answer.failedRecordCount(), 0);
  }

  static List<SdkBytes> payloads(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ("record " + i + " ").repeat(i + 1).getBytes(StandardCharsets.UTF_8))
        .map(SdkBytes::fromByteArray)
        .toList();
  }

  @Override
  public void close() {
    kinesis.close();
    hasty.close();
  }
}
