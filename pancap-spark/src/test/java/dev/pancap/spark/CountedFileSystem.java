package dev.pancap.spark;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk under a scheme of its own ({@code counted:/tmp/…}, named in the test's {@code
 * core-site.xml}), with a list of what was done to it.
 */
public final class CountedFileSystem extends RawLocalFileSystem {
  public static final String SCHEME = "counted";

  private static final Queue<String> OPENED = new ConcurrentLinkedQueue<>();
  private static final Queue<String> LISTED = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger STATS = new AtomicInteger();

  public static void forget() {
    OPENED.clear();
    LISTED.clear();
    STATS.set(0);
  }

  /** Names of files that were opened, once for each time. */
  public static List<String> opened() {
    return List.copyOf(OPENED);
  }

  /** Folders that were listed. */
  public static List<String> listed() {
    return List.copyOf(LISTED);
  }

  /** How often a status was asked for. */
  public static int stats() {
    return STATS.get();
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    STATS.incrementAndGet();
    return super.getFileStatus(path);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    LISTED.add(path.getName());
    return super.listStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    OPENED.add(path.getName());
    return super.open(path, bufferSize);
  }
}
