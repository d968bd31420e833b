package clients;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;

/** What the KCL calls for one shard: hands each record on, and checkpoints behind it. */
final class Processor implements ShardRecordProcessor {
  private final BiConsumer<String, String> onRecord;
  private final Consumer<String> onEnd;
  private String shardId;

  /** @param onRecord gets the partition key and the data of each record, onEnd the id of the shard when it has ended */
  Processor(BiConsumer<String, String> onRecord, Consumer<String> onEnd) {
    this.onRecord = onRecord;
    this.onEnd = onEnd;
  }

  @Override
  public void initialize(InitializationInput input) {
    shardId = input.shardId();
  }

  @Override
  public void processRecords(ProcessRecordsInput input) {
    input
        .records()
        .forEach(
            record ->
                onRecord.accept(
                    record.partitionKey(), StandardCharsets.UTF_8.decode(record.data()).toString()));
    checkpoint(input.checkpointer());
  }

  @Override
  public void leaseLost(LeaseLostInput input) {}

  @Override
  public void shardEnded(ShardEndedInput input) {
    checkpoint(input.checkpointer());
    onEnd.accept(shardId);
  }

  @Override
  public void shutdownRequested(ShutdownRequestedInput input) {
    checkpoint(input.checkpointer());
  }

  private static void checkpoint(RecordProcessorCheckpointer checkpointer) {
    try {
      checkpointer.checkpoint();
    } catch (InvalidStateException | ShutdownException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
