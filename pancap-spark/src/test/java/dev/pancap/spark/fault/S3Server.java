package dev.pancap.spark.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;

/** A real S3 server, s3proxy, in a process of its own; it keeps its objects when it is killed. */
final class S3Server implements AutoCloseable {
  private static final Path HOME = Path.of("..", "build", "s3proxy").toAbsolutePath().normalize();

  private final Path folder;
  private final int port;
  private Child process;

  private S3Server(Path folder, int port, Child process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static S3Server start(Path folder) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isDirectory(HOME.resolve("target/lib")),
        "The S3 server's jars are missing; .ci/checks/75-faults.sh fetches them");
    int port = Child.freePort();
    Files.createDirectories(folder.resolve("objects"));
    Files.writeString(
        folder.resolve("s3proxy.conf"),
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=pancap
        s3proxy.credential=pancap-secret
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(port, folder.resolve("objects")));
    return new S3Server(folder, port, launch(folder, port));
  }

  private static Child launch(Path folder, int port) throws IOException, InterruptedException {
    return Child.java(
            Child.Streams.together(folder.resolve("s3proxy.log")),
            Map.of(),
            List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                HOME + ":" + HOME.resolve("target/lib") + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                folder.resolve("s3proxy.conf").toString()))
        .listening(port);
  }

  /**
   * A bucket as S3A reaches it. S3A keeps its clients by bucket: each test has one of its own.
   *
   * @param port of the server, or of a proxy before it
   * @param others settings of S3A's for this bucket
   */
  record Bucket(String name, int port, Map<String, String> others) {
    /** A folder in it. */
    String out() {
      return "s3a://" + name + "/out";
    }

    private Map<String, String> settings() {
      Map<String, String> settings =
          new HashMap<>(
              Map.of(
                  "endpoint",
                  "http://127.0.0.1:" + port,
                  "endpoint.region",
                  "us-east-1",
                  "path.style.access",
                  "true",
                  "connection.ssl.enabled",
                  "false",
                  "aws.credentials.provider",
                  "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
                  "access.key",
                  "pancap",
                  "secret.key",
                  "pancap-secret",
                  // As conf/spark-defaults.conf has them.
                  "retry.limit",
                  "12",
                  "retry.throttle.limit",
                  "20"));
      settings.putAll(others);
      return settings;
    }

    private String key(String setting) {
      return "fs.s3a.bucket.%s.%s".formatted(name, setting);
    }

    /** Has the commands of this JVM reach it. */
    Bucket reachedBy(SparkSession spark) {
      settings()
          .forEach(
              (setting, value) -> {
                spark.sparkContext().conf().set("spark.hadoop." + key(setting), value);
                spark.sparkContext().hadoopConfiguration().set(key(setting), value);
              });
      return this;
    }

    /** Options of a JVM that reaches it. */
    List<String> options() {
      return settings().entrySet().stream()
          .map(setting -> "-Dspark.hadoop." + key(setting.getKey()) + "=" + setting.getValue())
          .toList();
    }
  }

  int port() {
    return port;
  }

  /** Where the objects of a bucket lie. */
  Path objects(String bucket) {
    return folder.resolve("objects").resolve(bucket);
  }

  void createBucket(String name) throws IOException {
    Files.createDirectories(objects(name));
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  void startAgain() throws IOException, InterruptedException {
    process = launch(folder, port);
  }

  @Override
  public void close() {
    process.close();
  }
}
