package dev.pancap.spark.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.spark.CommandRun;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Builds of one folder of pictures, and what they published. */
record Builds(Path pictures) {

  /** What one run of the command said. */
  record Run(int exitCode, String err, JsonNode summary) {
    /**
     * @param out the summary, or nothing
     */
    static Run of(int exitCode, String err, String out) {
      try {
        return new Run(exitCode, err, new ObjectMapper().readTree(out));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    long count(String name) {
      return summary.path(name).asLong(-1);
    }

    /** What the user is told, without the progress. */
    List<String> complaints() {
      return err.lines()
          .filter(line -> line.startsWith("pancap: "))
          .filter(line -> !line.matches("pancap: (\\d+ (of \\d+ )?images|counting and).*"))
          .toList();
    }

    /** The counts of a run that ended well agree. */
    Run balanced(long images) {
      assertThat(exitCode).as(err).isZero();
      assertThat(count("in")).isEqualTo(images);
      assertThat(count("published") + count("quarantined") + count("deferred")).isEqualTo(images);
      return this;
    }
  }

  List<String> arguments(String out, String... settings) {
    List<String> arguments = CommandRun.buildOf(pictures, out);
    Stream.of(settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }

  /** To be started in a process of its own. */
  BuildProcess.Launch process(String out, String... settings) {
    return new BuildProcess.Launch(this, arguments(out, settings));
  }

  /** In this JVM, in the session of the tests. */
  Run build(String out, String... settings) {
    return run(arguments(out, settings));
  }

  static Run run(List<String> arguments) {
    CommandRun run = CommandRun.of(arguments);
    return Run.of(run.exitCode(), run.err(), run.out());
  }

  /** The data files of the current release: their paths, rows and SHA-256. */
  static List<ReleaseManifest.DataFile> published(String out, Configuration hadoop)
      throws IOException {
    ReleaseFolder folder = ReleaseFolder.open(out, hadoop);
    return folder.manifest(folder.current().orElseThrow()).orElseThrow().files();
  }
}
