package dev.pancap.spark.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.SparkTest;
import dev.pancap.spark.fault.S3FaultProxy.Fate;
import dev.pancap.spark.fault.S3FaultProxy.Request;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a build asks of a real S3 server, request by request. */
@SparkTest
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class S3RequestsTest {
  private static final int IMAGES = 60;

  /** Entries of one answer to a listing: a whole listing of a folder would be twelve requests. */
  private static final int PAGE = 5;

  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

  private long count(Predicate<Request> kind) {
    return requests.stream().filter(kind).count();
  }

  private static Predicate<Request> below(String method, String folder) {
    return request ->
        request.method().equals(method) && request.target().startsWith("/requests/" + folder);
  }

  private static boolean isListing(Request request) {
    return request.target().contains("list-type=2");
  }

  @Test
  void noFolderIsListedEachFileIsReadOnceAndAPackTakesFewRequests(
      @TempDir Path folder, SparkSession spark) throws IOException, InterruptedException {
    Path pictures = folder.resolve("pictures");
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 2), pictures).write(done -> {});
    try (S3Server server = S3Server.start(folder);
        S3FaultProxy proxy =
            S3FaultProxy.before(
                server.port(),
                request -> {
                  requests.add(request);
                  return Fate.PASS;
                })) {
      server.createBucket("requests");
      new S3Server.Bucket("requests", proxy.port(), Map.of("paging.maximum", String.valueOf(PAGE)))
          .reachedBy(spark);
      upload(pictures, HadoopSettings.of(spark).configuration());
      List<String> folders =
          List.of(
              "--images", "s3a://requests/pictures/images",
              "--masks", "s3a://requests/pictures/panoptic",
              "--annotations", "s3a://requests/pictures/panoptic.json");

      requests.clear();
      build(folder.resolve("out"), folders);

      // Whether the two folders are there and hold something, and the page that S3A asks for ahead.
      assertThat(count(S3RequestsTest::isListing)).isLessThanOrEqualTo(8);
      assertThat(count(below("GET", "pictures/panoptic/"))).isEqualTo(IMAGES);
      assertThat(count(below("HEAD", "pictures/panoptic/"))).isBetween(60L, 62L);
      // The report shows some of the pictures.
      assertThat(count(below("GET", "pictures/images/"))).isBetween(60L, 100L);

      Builds.Run packed =
          Builds.run(concat(List.of("pack", "--json", "--out", "s3a://requests/packed"), folders));
      assertThat(packed.count("packed")).as(packed.err()).isEqualTo(IMAGES);
      assertThat(packed.count("files")).isEqualTo(1);
      requests.clear();
      build(folder.resolve("from-pack"), List.of("--packed", "s3a://requests/packed"));

      assertThat(count(below("GET", "packed/"))).isBetween(5L, 25L);
      assertThat(count(below("GET", "pictures/panoptic/"))).isZero();
      assertThat(count(below("HEAD", "pictures/panoptic/"))).isZero();
      assertThat(count(S3RequestsTest::isListing)).isLessThanOrEqualTo(8);
      assertThat(Builds.published(folder.resolve("from-pack").toString(), new Configuration()))
          .isEqualTo(Builds.published(folder.resolve("out").toString(), new Configuration()));
    }
  }

  private static void build(Path out, List<String> source) {
    Builds.run(concat(List.of("build", "--json", "--out", out.toString()), source))
        .balanced(IMAGES);
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static void upload(Path pictures, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path("s3a://requests/pictures");
    FileSystem store = target.getFileSystem(hadoop);
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(pictures)) {
      found.filter(Files::isRegularFile).forEach(files::add);
    }
    for (Path file : files) {
      store.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(file.toUri()),
          new org.apache.hadoop.fs.Path(target, pictures.relativize(file).toString()));
    }
  }
}
