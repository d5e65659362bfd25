package dev.pancap.review;

import dev.pancap.store.EditLog;
import dev.pancap.store.ProcessSettings;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pancap review}: serves the raters' page until it is stopped. */
@Command(
    name = "review",
    mixinStandardHelpOptions = true,
    description = {
      "Opens the raters' page on the current release of an output folder.",
      "What is corrected there is stored under DIR/edits, and the next build lays it over the lines."
    },
    footer = {
      "",
      "Example:",
      "  ./pancap review --out pancap-demo/out --policy sample:0.02",
      "then open http://localhost:8080 in a browser."
    })
final class ReviewCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "What build wrote to.")
  private String out = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Where to listen; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen on; any but loopback needs --token. Default: loopback.")
  private String host = "";

  @Option(
      names = "--token",
      paramLabel = "SECRET",
      defaultValue = "${env:PANCAP_REVIEW_TOKEN}",
      description =
          "What opens the page (?token=SECRET). Better given in PANCAP_REVIEW_TOKEN, which no"
              + " list of processes shows.")
  private @Nullable String token;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "flagged",
      description =
          "Which images want a person: flagged, all, or sample:SHARE. Default: ${DEFAULT-VALUE}.")
  private String policy = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    RequestGuard guard = RequestGuard.of(host, token);
    ReviewPolicy wanted = ReviewPolicy.parse(policy);
    Configuration hadoop = ProcessSettings.configuration();
    ReviewDesk desk =
        ReviewDesk.open(ReleaseCatalog.open(out, hadoop), EditLog.open(out, hadoop), wanted);
    try (ReviewServer server =
        ReviewServer.start(desk, guard, Clock.systemUTC(), new ReviewServer.Address(host, port))) {
      ReviewDesk.Progress progress = desk.progress();
      say(
          "%d images want a person, %d are done, %d edits so far."
              .formatted(progress.queued(), progress.done(), progress.edits()));
      say(
          "Open http://%s:%d/%s   (Ctrl+C stops; nothing is lost)"
              .formatted(
                  host.equals("127.0.0.1") ? "localhost" : host,
                  server.port(),
                  token == null ? "" : "?token=…"));
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "stop-review"));
      stopped.await();
    }
    return 0;
  }

  private void say(String line) {
    if (spec != null) {
      spec.commandLine().getOut().println(line);
    }
  }
}
