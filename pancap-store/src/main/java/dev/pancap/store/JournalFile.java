package dev.pancap.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.journal.JournalEntry;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * One file of the journal: gzip over lines of JSON, an entry a line, and a last line that counts
 * the entries and holds the CRC-32 of their bytes. A file without that line, or with another count
 * or sum, is not trusted: an upload was cut, or a disk lied.
 */
final class JournalFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private JournalFile() {}

  private record Trailer(int entries, long crc32) {}

  static void write(List<JournalEntry> entries, OutputStream to) throws IOException {
    CRC32 sum = new CRC32();
    try (GZIPOutputStream out = new GZIPOutputStream(to)) {
      for (JournalEntry entry : entries) {
        byte[] line = (JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        sum.update(line);
        out.write(line);
      }
      out.write(JSON.writeValueAsBytes(new Trailer(entries.size(), sum.getValue())));
      out.write('\n');
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws CorruptJournalException if the file is incomplete or was changed
   * @throws IOException if it cannot be read at all
   */
  static List<JournalEntry> read(String name, InputStream from) throws IOException {
    List<JournalEntry> entries = new ArrayList<>();
    CRC32 sum = new CRC32();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(from), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      for (String next = lines.readLine(); next != null; next = lines.readLine()) {
        sum.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        entries.add(JSON.readValue(line, JournalEntry.class));
        line = next;
      }
      if (line == null) {
        throw new CorruptJournalException(name, "it is empty");
      }
      Trailer trailer = JSON.readValue(line, Trailer.class);
      if (trailer.entries() != entries.size() || trailer.crc32() != sum.getValue()) {
        throw new CorruptJournalException(
            name,
            "its last line promises %d entries, %d were read and their sum differs"
                .formatted(trailer.entries(), entries.size()));
      }
    } catch (EOFException | ZipException e) {
      throw new CorruptJournalException(name, "it ends in the middle or is not gzip", e);
    } catch (JsonProcessingException e) {
      throw new CorruptJournalException(name, "a line is no journal entry", e);
    }
    return entries;
  }
}
