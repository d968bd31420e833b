package clients;

/**
 * The Java SDK's asynchronous Kinesis client, which speaks HTTP/2, and CBOR unless the system property
 * `aws.cborEnabled` is false. Arguments: endpoint, endpoint of the hasty server.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    try (Clients clients = new Clients(arguments[0], arguments[1])) {
      new Walkthrough(clients).run();
      new Resharding(clients).run();
      new Consumers(clients).run();
      new Channels(clients).run();
      new Settings(clients).run();
      new Account(clients).run();
      new Failures(clients).run();
    }
  }
}
