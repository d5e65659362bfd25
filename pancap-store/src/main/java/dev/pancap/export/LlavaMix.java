package dev.pancap.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.config.ConfigException;
import dev.pancap.store.ReleaseCaption;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A LLaVA mix in which the detailed captions of COCO images are ours: swapped image by image, or
 * left out and so many of ours added behind the last row. The mix is read twice as a stream; what
 * stays in memory are ids and, for a swap, the captions that are swapped in.
 */
public final class LlavaMix {
  /** The name on the command line. */
  public static final String FORMAT = "llava-mix";

  /** Rows of the mix. */
  public static final String IN = "in";

  /** Rows of the mix that are detailed captions of COCO images. */
  public static final String DETAILED = "detailed captions";

  /** Of these: the release has a caption for the image. */
  public static final String MATCHED = "matched";

  /** Of these: the release has none. */
  public static final String UNMATCHED = "unmatched";

  /** Of these: the row has no assistant turn; it stays as it is. */
  public static final String NO_ANSWER = "no assistant turn";

  /** Of these: an earlier row is a detailed caption of the same image. */
  public static final String DUPLICATES = "duplicates";

  /** Rows of the mix that were left out. */
  public static final String DROPPED = "dropped";

  /** Rows that were added. */
  public static final String ADDED = "added";

  /** Rows that were written. */
  public static final String OUT = "out";

  private static final String FILE = "llava-mix.json";
  private static final String DEFAULT_FOLDER = "coco/train2017/";

  private final OpenRelease release;
  private final LlavaMixSettings settings;
  private final Path out;
  private final Configuration hadoop;
  private final DetailQuestions questions;
  private final LlavaTemplates templates;
  private final Map<String, Long> counters = new TreeMap<>();
  private final Set<Long> seen = new HashSet<>();
  private String pictures = "";

  public LlavaMix(
      OpenRelease release, LlavaMixSettings settings, String out, Configuration hadoop) {
    this.release = release;
    this.settings = settings;
    this.out = new Path(out);
    this.hadoop = hadoop;
    this.questions = DetailQuestions.parse(settings.questions());
    this.templates = LlavaTemplates.parse(settings.templates());
    List.of(IN, DETAILED, MATCHED, UNMATCHED, NO_ANSWER, DUPLICATES, DROPPED, ADDED, OUT)
        .forEach(name -> counters.put(name, 0L));
  }

  /**
   * Writes the mix and reads it back.
   *
   * @throws ConfigException if the base is no LLaVA file, the release has too few captions to add
   *     or something lies where the mix is to be written
   */
  public ExportManifest write() throws IOException {
    ConfigException.check(
        settings.add() <= release.manifest().rows(),
        "--add %d: the release has %d captions",
        settings.add(),
        release.manifest().rows());
    ExportFolder.prepare(out.toString(), hadoop);
    Set<Long> detailed = detailedImages();
    Map<Long, String> ours = captions(detailed);
    FileSystem files = ExportFolder.fileSystem(out, hadoop);
    SummedOutput to = new SummedOutput(files.create(new Path(out, FILE), /* overwrite= */ true));
    try (to) {
      RowWriter rows = new RowWriter(to);
      LlavaRows.read(settings.base(), hadoop, row -> take(row, ours, rows));
      add(rows);
      rows.end();
    }
    check();
    files.delete(new Path(out, PartWriter.PARTS), /* recursive= */ true);
    ReleaseManifest manifest = release.manifest();
    ExportedFile file = new ExportedFile(FILE, counted(OUT), to.bytes(), to.sha256());
    return new ExportFolder(out, hadoop)
        .complete(
            new ExportManifest(
                FORMAT,
                manifest.version(),
                manifest.contentHash(),
                settings.seed(),
                settings.isSwap() ? counted(MATCHED) : counted(ADDED),
                counters,
                List.of(file),
                1,
                ""),
            List.of(file),
            Set.of());
  }

  private Set<Long> detailedImages() throws IOException {
    Set<Long> images = new HashSet<>();
    LlavaRows.read(
        settings.base(),
        hadoop,
        row -> {
          OptionalLong image = questions.imageOf(row);
          if (image.isPresent()) {
            images.add(image.getAsLong());
            if (pictures.isEmpty()) {
              String name = row.path("image").asText();
              pictures = name.substring(0, name.lastIndexOf('/') + 1);
            }
          }
        });
    return images;
  }

  /** Our captions of these images; for an addition only which there are. */
  private Map<Long, String> captions(Set<Long> images) throws IOException {
    Map<Long, String> captions = new HashMap<>();
    eachCaption(
        row -> {
          if (images.contains(row.imageId())) {
            captions.put(row.imageId(), settings.isSwap() ? row.caption() : "");
          }
        });
    return captions;
  }

  private void take(JsonNode row, Map<Long, String> ours, RowWriter rows) throws IOException {
    count(IN);
    OptionalLong image = questions.imageOf(row);
    if (image.isEmpty()) {
      rows.write(row);
      return;
    }
    count(DETAILED);
    var answer = DetailQuestions.answer(row);
    if (answer.isEmpty()) {
      count(NO_ANSWER);
      rows.write(row);
      return;
    }
    String caption = ours.get(image.getAsLong());
    count(caption == null ? UNMATCHED : MATCHED);
    if (!seen.add(image.getAsLong())) {
      count(DUPLICATES);
    }
    if (!settings.isSwap()) {
      count(DROPPED);
      return;
    }
    if (caption != null) {
      answer.get().put("value", caption);
    }
    rows.write(row);
  }

  private void add(RowWriter rows) throws IOException {
    if (settings.isSwap()) {
      return;
    }
    Set<Long> chosen = chosen();
    String folder = pictures.isEmpty() ? DEFAULT_FOLDER : pictures;
    eachCaption(
        row -> {
          if (chosen.contains(row.imageId())) {
            String question = templates.draw("caption", random(row.imageId()));
            rows.write(LlavaRows.of(row, folder, LlavaRecord.IMAGE + question));
            count(ADDED);
          }
        });
  }

  /** As many images as are wanted: those whose draws are the lowest. */
  private Set<Long> chosen() throws IOException {
    PriorityQueue<long[]> lowest =
        new PriorityQueue<>(
            (a, b) -> a[0] == b[0] ? Long.compare(b[1], a[1]) : Long.compare(b[0], a[0]));
    eachCaption(
        row -> {
          lowest.add(new long[] {random(row.imageId()).nextLong(), row.imageId()});
          if (lowest.size() > settings.add()) {
            lowest.remove();
          }
        });
    Set<Long> chosen = new HashSet<>();
    lowest.forEach(draw -> chosen.add(draw[1]));
    return chosen;
  }

  private SplittableRandom random(long imageId) {
    return new SplittableRandom(settings.seed() * 31 + imageId * 0x9E3779B97F4A7C15L);
  }

  private void eachCaption(ReleaseCaption.Visitor visitor) throws IOException {
    for (ReleaseManifest.DataFile file : release.dataFiles()) {
      ReleaseFile.readCaptions(new Path(release.root(), file.path()), hadoop, visitor);
    }
  }

  private long counted(String counter) {
    return counters.getOrDefault(counter, 0L);
  }

  private void count(String counter) {
    counters.merge(counter, 1L, Long::sum);
  }

  /** The sums that must hold whatever lies in the mix. */
  private void check() {
    long in = counted(IN);
    long out = counted(OUT);
    long detailed = counted(MATCHED) + counted(UNMATCHED) + counted(NO_ANSWER);
    if (out != in - counted(DROPPED) + counted(ADDED)
        || detailed != counted(DETAILED)
        || counted(ADDED) != settings.add()) {
      throw new IllegalStateException("The rows of the mix do not add up: " + counters);
    }
  }

  /** Writes a JSON array, a row a line. */
  private final class RowWriter {
    private final SummedOutput to;

    RowWriter(SummedOutput to) throws IOException {
      this.to = to;
      to.write("[\n".getBytes(StandardCharsets.US_ASCII));
    }

    void write(JsonNode row) throws IOException {
      if (counted(OUT) > 0) {
        to.write(PartWriter.SEPARATOR.getBytes(StandardCharsets.US_ASCII));
      }
      to.write(LlavaRows.bytes(row));
      count(OUT);
    }

    void end() throws IOException {
      to.write("\n]\n".getBytes(StandardCharsets.US_ASCII));
    }
  }
}
