package clients.sqs;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** SQS with the Java SDK's asynchronous client. Argument: endpoint. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    try (SqsAsyncClient client =
        SqsAsyncClient.builder()
            .endpointOverride(URI.create(arguments[0]))
            .region(Region.US_EAST_1)
            .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
            .build()) {
      Queues queues = new Queues(client);
      new Settings(client, queues).run();
      new Messages(client, queues).run();
      new Redrive(client, queues).run();
    }
  }
}
