package dev.pancap.spark.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.SparkTest;
import dev.pancap.spark.fault.S3FaultProxy.Fate;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Journal and releases on a real S3 server that fails in the ways in which S3 does. How long it is
 * away is the system property {@code pancap.outage.seconds}.
 */
@SparkTest
@EnabledIfSystemProperty(
    named = "pancap.faults",
    matches = "true",
    disabledReason = "it takes minutes; .ci/checks/75-faults.sh runs it")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class S3FaultsTest {
  private static final int IMAGES = 24;
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("pancap.outage.seconds", 8));

  // Small files and frequent flushes: many requests to fail.
  private static final String[] LAYOUT = {"release.rows-per-file=5", "run.journal-flush=PT0.1S"};

  @TempDir private static Path folder;

  private static S3Server server;
  private static Builds builds;
  private static List<ReleaseManifest.DataFile> undisturbed;
  private static SparkSession session;

  @BeforeAll
  static void buildUndisturbed(SparkSession spark) throws IOException, InterruptedException {
    session = spark;
    server = S3Server.start(folder);
    builds = new Builds(folder.resolve("pictures"));
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 2), builds.pictures()).write(done -> {});
    String out = folder.resolve("undisturbed").toString();
    builds.build(out, LAYOUT).balanced(IMAGES);
    undisturbed = Builds.published(out, HadoopSettings.of(spark).configuration());
    assertThat(undisturbed).hasSize(5);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** Reached by this JVM. */
  private static S3Server.Bucket bucket(String name, int port, Map<String, String> others) {
    return new S3Server.Bucket(name, port, others).reachedBy(session);
  }

  private static void assertAsUndisturbed(String out) throws IOException {
    assertThat(Builds.published(out, HadoopSettings.of(session).configuration()))
        .as("the data files, by SHA-256")
        .isEqualTo(undisturbed);
  }

  @Test
  void slowDownAndUploadsCutInTheMiddleChangeNothing() throws Exception {
    server.createBucket("troubled");
    try (S3FaultProxy proxy =
        S3FaultProxy.before(
            server.port(),
            request -> {
              if (request.number() % 7 == 3) {
                return Fate.SLOW_DOWN;
              }
              boolean isUpload = request.method().equals("PUT") && request.bytes() > 100;
              return isUpload && request.number() % 5 == 1 ? Fate.CUT : Fate.PASS;
            })) {
      S3Server.Bucket bucket = bucket("troubled", proxy.port(), Map.of());
      String out = bucket.out();

      try (BuildProcess build = builds.process(out, LAYOUT).options(bucket.options()).start()) {
        assertThat(build.end().balanced(IMAGES).count("requests")).isEqualTo(2L * IMAGES);
      }

      assertThat(proxy.count(Fate.SLOW_DOWN)).isGreaterThan(20);
      assertThat(proxy.count(Fate.CUT)).isPositive();
      assertAsUndisturbed(out);
      Builds.Run again = builds.build(out, LAYOUT).balanced(IMAGES);
      assertThat(again.count("requests")).isZero();
      assertThat(again.summary().path("changed").asBoolean(true)).isFalse();
    }
  }

  @Test
  void anOutageIsSatOutOrTheNextRunGoesOn() throws Exception {
    server.createBucket("away");
    S3Server.Bucket bucket = bucket("away", server.port(), Map.of());
    String out = bucket.out();
    Path journal = server.objects("away").resolve("out/journal");

    Builds.Run disturbed;
    try (BuildProcess build = builds.process(out, LAYOUT).options(bucket.options()).start()) {
      build.await(() -> holdsFiles(journal));
      server.kill();
      assertThat(server.objects("away").resolve("out/CURRENT")).doesNotExist();
      build.runsOnFor(OUTAGE);
      server.startAgain();
      disturbed = build.end();
    }

    if (disturbed.exitCode() != 0) {
      assertThat(disturbed.exitCode()).isEqualTo(1);
      assertThat(disturbed.complaints())
          .singleElement()
          .asString()
          .startsWith("pancap: reading or writing failed: ");
      assertThat(disturbed.err()).doesNotContain("\tat ");
      builds.build(out, LAYOUT).balanced(IMAGES);
    }
    assertAsUndisturbed(out);
    assertThat(builds.build(out, LAYOUT).balanced(IMAGES).count("requests")).isZero();
  }

  private static boolean holdsFiles(Path folder) {
    String[] files = folder.toFile().list();
    return files != null && files.length > 0;
  }

  @ParameterizedTest
  @CsvSource({
    "missing-bucket, '', there is no bucket missing-bucket",
    "no-credentials, aws.credentials.provider, no credentials were found",
    "wrong-secret, secret.key, access is denied",
  })
  void whatIsWrongWithAStoreIsSaidInOneLineBeforeWork(String bucket, String key, String expected)
      throws IOException {
    Map<String, String> wrong =
        switch (key) {
          case "" -> Map.of();
          case "secret.key" -> Map.of(key, "guessed");
          default ->
              Map.of(
                  key,
                  "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider");
        };
    if (!key.isEmpty()) {
      server.createBucket(bucket);
    }
    String out = bucket(bucket, server.port(), wrong).out();

    Builds.Run run = builds.build(out, LAYOUT);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .contains("--out " + out)
        .contains(expected)
        .doesNotContain("Exception")
        .hasSizeLessThan(300);
    assertThat(run.err()).doesNotContain("\tat ");

    Builds elsewhere = new Builds(builds.pictures());
    List<String> arguments = elsewhere.arguments(folder.resolve("never").toString(), LAYOUT);
    arguments.set(arguments.indexOf("--images") + 1, "s3a://" + bucket + "/images");
    Builds.Run reading = Builds.run(arguments);

    assertThat(reading.exitCode()).as(reading.err()).isEqualTo(2);
    assertThat(reading.complaints()).singleElement().asString().contains("--images", expected);
  }
}
