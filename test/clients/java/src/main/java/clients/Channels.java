package clients;

import static clients.Steps.equal;
import static clients.Steps.fails;
import static clients.Steps.step;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChannelDescription;
import software.amazon.awssdk.services.kinesis.model.ChannelStatus;
import software.amazon.awssdk.services.kinesis.model.RecordFormatType;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.S3CompressionType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/**
 * Channels, which deliver a stream to a bucket. (What they deliver is tried in test/firehose-sink/channels: it takes five
 * minutes.)
 */
final class Channels {
  private static final String STREAM = "delivered";

  private final Clients clients;
  private final KinesisAsyncClient kinesis;
  private String streamArn;
  private String channelArn;

  Channels(Clients clients) {
    this.clients = clients;
    this.kinesis = clients.kinesis;
  }

  void run() {
    step("create a channel on an on-demand stream", this::create);
    step("it becomes active and is listed", this::list);
    step("update its freshness", this::update);
    step("the stream can be deleted when the channel is", this::remove);
  }

  private void create() {
    streamArn =
        clients.create(STREAM, request -> request.streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
    var created =
        kinesis
            .createChannel(
                request ->
                    request
                        .channelName("to-lake")
                        .serviceExecutionRoleARN("arn:aws:iam::000000000000:role/delivery")
                        .streamConfigurationList(
                            stream ->
                                stream
                                    .streamARN(streamArn)
                                    .recordConfiguration(record -> record.recordFormatType(RecordFormatType.JSON)))
                        .s3DestinationConfiguration(
                            s3 ->
                                s3.storageConfiguration(
                                    storage ->
                                        storage
                                            .bucketARN("arn:aws:s3:::lake")
                                            .expectedBucketOwner("000000000000")
                                            .compressionType(S3CompressionType.GZIP))))
            .join()
            .channelDescription();
    channelArn = created.channelARN();
    equal(created.channelStatus(), ChannelStatus.CREATING);
  }

  private ChannelDescription describe() {
    return kinesis.describeChannel(request -> request.channelARN(channelArn)).join().channelDescription();
  }

  private void list() {
    while (describe().channelStatus() == ChannelStatus.CREATING) pause();
    equal(describe().channelStatus(), ChannelStatus.ACTIVE);
    var listed = kinesis.listChannels(request -> request.streamFilter(filter -> filter.streamARN(streamArn))).join();
    equal(listed.channelSummaries().size(), 1);
    equal(listed.channelSummaries().get(0).channelARN(), channelArn);
    equal(clients.summary(STREAM).channelCount(), 1);
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private void update() {
    kinesis
        .updateChannel(
            request -> request.channelARN(channelArn).s3DestinationConfiguration(s3 -> s3.dataFreshnessInSeconds(600)))
        .join();
    equal(describe().s3DestinationConfiguration().dataFreshnessInSeconds(), 600);
  }

  private void remove() {
    fails(
        kinesis.deleteStream(request -> request.streamName(STREAM)),
        ResourceInUseException.class,
        "DeleteStream is refused for .*");
    kinesis.deleteChannel(request -> request.channelARN(channelArn)).join();
    fails(
        kinesis.describeChannel(request -> request.channelARN(channelArn)),
        ResourceNotFoundException.class,
        "Channel .* not found\\.");
    kinesis.deleteStream(request -> request.streamName(STREAM)).join();
  }
}
