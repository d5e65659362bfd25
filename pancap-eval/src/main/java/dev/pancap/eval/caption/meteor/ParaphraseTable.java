package dev.pancap.eval.caption.meteor;

import dev.pancap.config.ConfigException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of phrases that mean the same, from a file in the format of METEOR's {@code
 * paraphrase-en.gz}: gzipped text, three lines a pair, which are a probability, a phrase and its
 * paraphrase. A pair holds in both directions; the probability is not used.
 */
public final class ParaphraseTable {
  private final Map<List<String>, Set<List<String>>> paraphrases = new HashMap<>();
  private int longest;

  private ParaphraseTable() {}

  /**
   * Reads the pairs whose words all occur in the texts to be scored: the whole table would need
   * gigabytes.
   *
   * @param vocabulary the words of all texts after METEOR's normalisation
   * @throws ConfigException if the file is missing or is not such a table
   */
  public static ParaphraseTable read(Path file, Set<String> vocabulary) {
    ParaphraseTable table = new ParaphraseTable();
    try (InputStream in = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in, 1 << 16), StandardCharsets.UTF_8))) {
      table.read(lines, file, vocabulary);
    } catch (NoSuchFileException e) {
      throw new ConfigException("--paraphrases " + file + " does not exist", e);
    } catch (ZipException | EOFException e) {
      throw new ConfigException("--paraphrases " + file + " is not a complete gzip file", e);
    } catch (IOException e) {
      throw new ConfigException("--paraphrases " + file + " cannot be read: " + e.getMessage(), e);
    }
    return table;
  }

  private void read(BufferedReader lines, Path file, Set<String> vocabulary) throws IOException {
    long number = 0;
    String probability;
    while ((probability = lines.readLine()) != null) {
      number++;
      String phrase = lines.readLine();
      String paraphrase = lines.readLine();
      if (phrase == null || paraphrase == null || !isNumber(probability)) {
        throw new ConfigException(
            "--paraphrases %s: expected a probability, a phrase and a paraphrase on three lines at line %d"
                .formatted(file, 3 * number - 2));
      }
      @Nullable List<String> from = known(phrase, vocabulary);
      @Nullable List<String> to = known(paraphrase, vocabulary);
      if (from != null && to != null && !from.equals(to)) {
        add(from, to);
        add(to, from);
      }
    }
  }

  private static boolean isNumber(String text) {
    return text.strip().matches("[0-9.eE+-]+");
  }

  private static @Nullable List<String> known(String phrase, Set<String> vocabulary) {
    List<String> words = List.of(phrase.strip().split("\\s+"));
    return vocabulary.containsAll(words) ? words : null;
  }

  private void add(List<String> from, List<String> to) {
    paraphrases.computeIfAbsent(from, phrase -> new LinkedHashSet<>()).add(to);
    longest = Math.max(longest, from.size());
  }

  /** Words of the longest phrase, 0 for an empty table. */
  int longest() {
    return longest;
  }

  Set<List<String>> of(List<String> phrase) {
    return paraphrases.getOrDefault(phrase, Set.of());
  }
}
