package dev.pancap.spark.unchanged;

import dev.pancap.model.RequestKey;
import dev.pancap.panoptic.Segment;
import dev.pancap.spark.Versions;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * Identifies our own classes by what is in them: the same for two builds of one source, whatever
 * the jars are called and whenever they were made.
 */
public final class CodeVersion {
  private static final String OURS = "dev/pancap/";
  private static final String KEY = compute();

  private CodeVersion() {}

  public static String key() {
    return KEY;
  }

  private static String compute() {
    Map<String, Long> sums = new TreeMap<>();
    for (Class<?> of : new Class<?>[] {Segment.class, ReleaseRow.class, CodeVersion.class}) {
      try {
        Path place = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
          addFolder(place, sums);
        } else {
          addJar(place, sums);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Our own classes cannot be read", e);
      } catch (URISyntaxException e) {
        throw new IllegalStateException("Classes come from files", e);
      }
    }
    RequestKey key =
        RequestKey.start()
            .with("spark", Versions.spark())
            .with("java", Runtime.version().toString());
    sums.forEach((name, sum) -> key.with(name, sum));
    return key.hex();
  }

  private static void addJar(Path jar, Map<String, Long> sums) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      // The sums stand in the jar's directory, so nothing is unpacked.
      zip.stream()
          .filter(entry -> entry.getName().startsWith(OURS) && !entry.isDirectory())
          .forEach(entry -> sums.put(entry.getName(), entry.getCrc()));
    }
  }

  private static void addFolder(Path folder, Map<String, Long> sums) throws IOException {
    Path ours = folder.resolve(OURS);
    try (Stream<Path> files = Files.walk(ours)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(file));
        sums.put(folder.relativize(file).toString(), sum.getValue());
      }
    }
  }
}
