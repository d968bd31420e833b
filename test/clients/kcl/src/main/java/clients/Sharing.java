package clients;

import java.net.URI;

/**
 * One worker of the KCL, until it is killed. Prints a line for each thing that it does with a shard: see SharingProcessor.
 * Arguments: endpoint, endpoint of a DynamoDB, stream, application, failover time (ms).
 */
public final class Sharing {
  private Sharing() {}

  public static void main(String[] arguments) {
    Clients.schedulerOf(
            Clients.kinesisOf(URI.create(arguments[0])),
            Clients.dynamoOf(URI.create(arguments[1])),
            arguments[2],
            arguments[3],
            Clients.Retrieval.FAN_OUT,
            Long.parseLong(arguments[4]),
            SharingProcessor::new)
        .run();
  }
}
