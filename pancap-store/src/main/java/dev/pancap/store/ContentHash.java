package dev.pancap.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.model.RequestKey;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Identifies a set of rows whatever their order: the sum of the SHA-256 of each, as four 64-bit
 * numbers. Two parts are added, so tasks can each hash their own.
 */
public record ContentHash(long rows, long a, long b, long c, long d) implements Serializable {
  public static final ContentHash EMPTY = new ContentHash(0, 0, 0, 0, 0);

  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

  /**
   * @param row one or more records of plain values that are written together
   */
  public static ContentHash of(Record... row) {
    RequestKey key = RequestKey.start();
    try {
      for (Record part : row) {
        key.with("row", JSON.writeValueAsBytes(part));
      }
      String hex = key.hex();
      ByteBuffer sum = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
      return new ContentHash(1, sum.getLong(), sum.getLong(), sum.getLong(), sum.getLong());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A row is a record of plain values", e);
    }
  }

  public ContentHash plus(ContentHash other) {
    return new ContentHash(rows + other.rows, a + other.a, b + other.b, c + other.c, d + other.d);
  }

  /** The hash as 64 hexadecimal digits, with the settings that decide how rows become files. */
  public String hex(String layout) {
    return RequestKey.start()
        .with("layout", layout)
        .with("rows", rows)
        .with("a", a)
        .with("b", b)
        .with("c", c)
        .with("d", d)
        .hex();
  }
}
