package clients;

import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Prints `begun`, `processed` and `saved` with the time, the shard and the sequence number. Saves after some records only,
 * so that whoever follows gets the others again.
 */
final class SharingProcessor implements ShardRecordProcessor {
  private static final int RECORDS_PER_CHECKPOINT = 5;

  private String shardId;
  private int count;
  private String processed = "";

  @Override
  public void initialize(InitializationInput input) {
    shardId = input.shardId();
    print("begun", input.extendedSequenceNumber().sequenceNumber());
  }

  @Override
  public void processRecords(ProcessRecordsInput input) {
    for (KinesisClientRecord record : input.records()) {
      processed = record.sequenceNumber();
      print("processed", processed);
      if (++count % RECORDS_PER_CHECKPOINT == 0) {
        save(input.checkpointer());
      }
    }
  }

  @Override
  public void leaseLost(LeaseLostInput input) {
    print("lost", processed);
  }

  @Override
  public void shardEnded(ShardEndedInput input) {
    throw new IllegalStateException("no shard ends here");
  }

  @Override
  public void shutdownRequested(ShutdownRequestedInput input) {
    print("asked", processed);
    if (!processed.isEmpty()) {
      save(input.checkpointer());
    }
  }

  /** A refused checkpoint is what a worker gets that has lost the shard: it says nothing, and `lost` follows. */
  private void save(RecordProcessorCheckpointer checkpointer) {
    try {
      checkpointer.checkpoint(processed);
      print("saved", processed);
    } catch (ShutdownException lost) {
      print("refused", processed);
    } catch (InvalidStateException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private void print(String what, String sequenceNumber) {
    System.out.println(what + " " + System.currentTimeMillis() + " " + shardId + " " + sequenceNumber);
  }
}
