package dev.pancap.eval.caption;

import dev.pancap.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins references and candidates. An image has any number of references and one candidate.
 *
 * <p>A row that cannot be used is reported and left out: without a caption, with an empty or an
 * overlong one, with an id that the references do not have or write as another type, and every
 * candidate of an image after its first. An image whose references are all bad counts as unknown.
 */
public final class CaptionFiles {
  /** What to do with a caption without text. */
  public enum EmptyCaptions {
    /** Report the row and leave it out. */
    LEAVE_OUT,
    /** Score it as the original does: 0 in most metrics. */
    SCORE
  }

  private final EmptyCaptions emptyCaptions;
  private final List<BadRow> badRows = new ArrayList<>();
  private final Map<ImageId, List<String>> references = new LinkedHashMap<>();
  private final Map<ImageId, String> candidates = new LinkedHashMap<>();

  private CaptionFiles(EmptyCaptions emptyCaptions) {
    this.emptyCaptions = emptyCaptions;
  }

  /** As {@link #read(CaptionSource, CaptionSource, EmptyCaptions)}, of two COCO caption files. */
  public static CaptionCorpus read(Path references, Path candidates, EmptyCaptions emptyCaptions) {
    return read(new CaptionJson(references), new CaptionJson(candidates), emptyCaptions);
  }

  /**
   * @throws ConfigException if a source cannot be read, is not what it should be or leaves nothing
   *     to score
   */
  public static CaptionCorpus read(
      CaptionSource references, CaptionSource candidates, EmptyCaptions emptyCaptions) {
    CaptionFiles files = new CaptionFiles(emptyCaptions);
    references.forEach(files::addReference);
    if (files.references.isEmpty()) {
      throw files.nothingIn("--references " + references + " holds no usable caption");
    }
    candidates.forEach(files::addCandidate);
    if (files.candidates.isEmpty()) {
      throw files.nothingIn("--candidates " + candidates + " holds no caption that can be scored");
    }
    return files.corpus();
  }

  private ConfigException nothingIn(String what) {
    return new ConfigException(
        badRows.isEmpty() ? what : what + "; the first bad row: " + badRows.get(0).text());
  }

  private CaptionCorpus corpus() {
    List<CaptionedImage> images = new ArrayList<>(candidates.size());
    references.forEach(
        (imageId, captions) -> {
          String candidate = candidates.get(imageId);
          if (candidate != null) {
            images.add(new CaptionedImage(imageId, candidate, captions));
          }
        });
    return new CaptionCorpus(images, badRows, references.size() - images.size());
  }

  private void addReference(CaptionRow row) {
    if (!row.isSound()) {
      badRows.add(row.bad());
      return;
    }
    String caption = row.text();
    if (caption.isBlank() && emptyCaptions == EmptyCaptions.LEAVE_OUT) {
      badRows.add(row.bad("caption", "is empty"));
      return;
    }
    references
        .computeIfAbsent(row.id(), id -> new ArrayList<>())
        .add(GroundingTags.remove(caption));
  }

  private void addCandidate(CaptionRow row) {
    if (!row.isSound()) {
      badRows.add(row.bad());
      return;
    }
    String caption = row.text();
    ImageId id = row.id();
    if (!references.containsKey(id)) {
      badRows.add(row.bad("image_id", unknown(id)));
    } else if (candidates.containsKey(id)) {
      badRows.add(row.bad("image_id", "has a candidate already, the first one counts"));
    } else if (caption.isBlank() && emptyCaptions == EmptyCaptions.LEAVE_OUT) {
      badRows.add(row.bad("caption", "is empty"));
    } else {
      candidates.put(id, GroundingTags.remove(caption));
    }
  }

  private String unknown(ImageId id) {
    ImageId other = new ImageId(id.text(), !id.number());
    return references.containsKey(other)
        ? "is a %s, the references have the %s %s"
            .formatted(id.number() ? "number" : "text", other.number() ? "number" : "text", other)
        : "the references have no such image";
  }
}
