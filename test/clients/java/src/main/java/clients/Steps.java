package clients;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** How a step is run and told, and what it checks. The steps of a part stand on each other: the first failure ends all. */
public final class Steps {
  public interface Step {
    void run() throws Exception;
  }

  private Steps() {}

  public static void step(String name, Step step) {
    try {
      step.run();
      System.out.println("ok " + name);
    } catch (Exception failure) {
      System.out.println("not ok " + name + ": " + String.valueOf(failure).replace('\n', ' '));
      System.exit(1);
    }
  }

  public static void equal(Object actual, Object expected) {
    check(Objects.equals(actual, expected), actual + " is not " + expected);
  }

  public static void check(boolean condition, String why) {
    if (!condition) {
      throw new IllegalStateException(why);
    }
  }

  /** The call must fail with this class of error, and a message that matches whole. */
  public static <Failure extends AwsServiceException> void fails(
      CompletableFuture<?> call, Class<Failure> kind, String pattern) {
    try {
      call.join();
    } catch (CompletionException wrapped) {
      check(kind.isInstance(wrapped.getCause()), String.valueOf(wrapped.getCause()));
      String message = kind.cast(wrapped.getCause()).awsErrorDetails().errorMessage();
      check(message.matches(pattern), message);
      return;
    }
    throw new IllegalStateException("no error");
  }
}
