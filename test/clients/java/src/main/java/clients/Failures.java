package clients;

import static clients.Clients.FIRST_SHARD;
import static clients.Steps.fails;
import static clients.Steps.step;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** Failures have their own classes, with a message. */
final class Failures {
  private static final String STREAM = "failures";

  /** Longer than an iterator lives on the hasty server. */
  private static final long ITERATOR_LIFE_MS = 400;

  private final Clients clients;
  private final KinesisAsyncClient kinesis;

  Failures(Clients clients) {
    this.clients = clients;
    this.kinesis = clients.kinesis;
  }

  void run() {
    step("a stream that exists", this::streamThatExists);
    step("a stream that does not", this::absentStream);
    step("input against the model", this::inputAgainstTheModel);
    step("an iterator that is none", this::noIterator);
    step("more shards than allowed at once", this::tooManyShards);
    step("an iterator that is too old", this::tooOldIterator);
  }

  private void streamThatExists() {
    clients.create(STREAM, request -> request.shardCount(1));
    fails(
        kinesis.createStream(request -> request.streamName(STREAM).shardCount(1)),
        ResourceInUseException.class,
        ".*" + STREAM + ".*");
  }

  private void absentStream() {
    fails(
        kinesis.describeStreamSummary(request -> request.streamName("absent")),
        ResourceNotFoundException.class,
        "Stream absent under account \\d{12} not found\\.");
  }

  private void inputAgainstTheModel() {
    fails(
        kinesis.createStream(request -> request.streamName("not valid")),
        ValidationException.class,
        "1 validation error detected: Value 'not valid' at 'streamName' failed to satisfy constraint: .*");
  }

  private void noIterator() {
    fails(
        kinesis.getRecords(request -> request.shardIterator("nonsense")), InvalidArgumentException.class, ".*");
  }

  private void tooManyShards() {
    fails(
        kinesis.updateShardCount(
            request -> request.streamName(STREAM).targetShardCount(3).scalingType(ScalingType.UNIFORM_SCALING)),
        LimitExceededException.class,
        "UpdateShardCount cannot scale up over double .*");
  }

  private void tooOldIterator() throws InterruptedException {
    clients.hasty.createStream(request -> request.streamName(STREAM).shardCount(1)).join();
    String iterator =
        clients
            .hasty
            .getShardIterator(
                request ->
                    request.streamName(STREAM).shardId(FIRST_SHARD).shardIteratorType(ShardIteratorType.LATEST))
            .join()
            .shardIterator();
    Thread.sleep(ITERATOR_LIFE_MS);
    fails(
        clients.hasty.getRecords(request -> request.shardIterator(iterator)),
        ExpiredIteratorException.class,
        ".* tolerated delay of 300000 milliseconds\\.");
  }
}
