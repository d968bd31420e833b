package clients;

import com.google.common.util.concurrent.ListenableFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

/** The KPL: its process speaks HTTPS only, and the server's certificate is its own. */
final class Producer {
  private final String stream;
  private final List<String> keys;
  private final KinesisProducer kpl;

  Producer(URI endpoint, String folder, String stream, List<String> keys) {
    this.stream = stream;
    this.keys = keys;
    try {
      Files.createDirectories(Path.of(folder));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    this.kpl =
        new KinesisProducer(
            new KinesisProducerConfiguration()
                .setKinesisEndpoint(endpoint.getHost())
                .setKinesisPort(endpoint.getPort())
                .setStsEndpoint(endpoint.getHost())
                .setStsPort(endpoint.getPort())
                .setVerifyCertificate(false)
                .setRegion("us-east-1")
                .setCredentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .setMetricsLevel("none")
                .setTempDirectory(folder));
  }

  /** Puts one record of each key, and waits for all. Returns how many records it made of them. */
  int put(String data) throws Exception {
    List<ListenableFuture<UserRecordResult>> results =
        keys.stream()
            .map(key -> kpl.addUserRecord(stream, key, ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8))))
            .toList();
    Set<String> sequenceNumbers = new HashSet<>();
    for (ListenableFuture<UserRecordResult> result : results) {
      sequenceNumbers.add(result.get(30, TimeUnit.SECONDS).getSequenceNumber());
    }
    return sequenceNumbers.size();
  }

  void stop() {
    kpl.flushSync();
    kpl.destroy();
  }
}
