package dev.pancap.eval.caption;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.pancap.config.ConfigException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads COCO caption files row by row: {@code [{"image_id": 42, "caption": "..."}]}, or the same
 * array under {@code annotations}. An image has any number of references and one candidate.
 *
 * <p>A row that cannot be used is reported and left out: without a caption, with an empty or an
 * overlong one, with an id that the references do not have or write as another type, and every
 * candidate of an image after its first. An image whose references are all bad counts as unknown.
 */
public final class CaptionFiles {
  /** Far above any caption, far below what would take METEOR minutes. */
  static final int MAX_CHARACTERS = 20_000;

  private static final JsonFactory JSON = new JsonFactory();

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

  /**
   * @throws ConfigException if a file is missing, is not JSON, is not a caption file or leaves
   *     nothing to score
   */
  public static CaptionCorpus read(
      Path referenceFile, Path candidateFile, EmptyCaptions emptyCaptions) {
    CaptionFiles files = new CaptionFiles(emptyCaptions);
    files.rows(referenceFile, files::addReference);
    if (files.references.isEmpty()) {
      throw files.nothingIn("--references " + referenceFile + " holds no usable caption");
    }
    files.rows(candidateFile, files::addCandidate);
    if (files.candidates.isEmpty()) {
      throw files.nothingIn(
          "--candidates " + candidateFile + " holds no caption that can be scored");
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

  private void addReference(Row row) {
    String caption = row.caption(badRows);
    if (caption == null) {
      return;
    }
    if (caption.isBlank() && emptyCaptions == EmptyCaptions.LEAVE_OUT) {
      badRows.add(row.bad("caption", "is empty"));
      return;
    }
    references
        .computeIfAbsent(row.id(), id -> new ArrayList<>())
        .add(GroundingTags.remove(caption));
  }

  private void addCandidate(Row row) {
    String caption = row.caption(badRows);
    if (caption == null) {
      return;
    }
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

  private void rows(Path file, RowConsumer consumer) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        JsonParser parser = JSON.createParser(in)) {
      parser.nextToken();
      toArray(parser, file);
      long number = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        number++;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          parser.skipChildren();
          badRows.add(
              new BadRow(file.toString(), number, "?", "image_id", "the row is not an object"));
          continue;
        }
        consumer.accept(row(parser, file, number));
      }
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + " does not exist", e);
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          "%s is not JSON: %s at line %d, column %d"
              .formatted(
                  file,
                  e.getOriginalMessage(),
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()),
          e);
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Moves to the array of rows: the whole file, or the field "annotations" of an object. */
  private static void toArray(JsonParser parser, Path file) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean annotations = parser.currentName().equals("annotations");
        parser.nextToken();
        if (annotations) {
          break;
        }
        parser.skipChildren();
      }
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new ConfigException(
          file
              + " is no caption file: expected [{\"image_id\": ..., \"caption\": ...}], or the same"
              + " array under \"annotations\"");
    }
  }

  private static Row row(JsonParser parser, Path file, long number) throws IOException {
    ImageId id = null;
    String caption = null;
    String idProblem = "is missing";
    String captionProblem = "is missing";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("image_id")) {
        if (value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_STRING) {
          id = new ImageId(parser.getText(), value == JsonToken.VALUE_NUMBER_INT);
        } else {
          idProblem = "is neither a whole number nor text";
        }
      } else if (field.equals("caption")) {
        if (value != JsonToken.VALUE_STRING) {
          captionProblem = "is not text";
        } else if (parser.getTextLength() > MAX_CHARACTERS) {
          captionProblem =
              "has %d characters, more than %d".formatted(parser.getTextLength(), MAX_CHARACTERS);
        } else {
          caption = parser.getText();
        }
      }
      parser.skipChildren();
    }
    return new Row(
        new Place(file.toString(), number), id, caption, new Problems(idProblem, captionProblem));
  }

  @FunctionalInterface
  private interface RowConsumer {
    void accept(Row row);
  }

  private record Place(String file, long row) {}

  private record Problems(String id, String caption) {}

  private record Row(
      Place place, @Nullable ImageId imageId, @Nullable String text, Problems problems) {

    ImageId id() {
      return imageId == null ? new ImageId("?", true) : imageId;
    }

    /** The caption, or null after reporting why there is none. */
    @Nullable String caption(List<BadRow> badRows) {
      if (imageId == null) {
        badRows.add(bad("image_id", problems.id()));
        return null;
      }
      if (text == null) {
        badRows.add(bad("caption", problems.caption()));
      }
      return text;
    }

    BadRow bad(String field, String problem) {
      return new BadRow(place.file(), place.row(), id().toString(), field, problem);
    }
  }
}
