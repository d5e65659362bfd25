package dev.pancap.eval.fid;

import dev.pancap.config.ConfigException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads numpy's {@code .npy} format (versions 1 to 3) with real numbers: {@code f2}, {@code f4},
 * {@code f8}, {@code i4}, {@code i8}, either byte order. Rows are handed over one by one, so that
 * an array larger than memory can be read; arrays in Fortran order are held whole.
 */
final class NumpyArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCRIPTION = Pattern.compile("'descr':\\s*'([<>|=]?)([a-z]\\d+)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");
  private static final int LONGEST_HEADER = 1 << 16;

  private final DataInputStream in;
  private final String name;
  private final String type;
  private final ByteOrder order;
  private final boolean isFortran;
  private final long[] shape;

  /**
   * Reads the header.
   *
   * @param name the file, for messages
   * @throws ConfigException if it is no such array
   */
  NumpyArray(InputStream bytes, String name) throws IOException {
    this.name = name;
    in = new DataInputStream(bytes);
    String header;
    try {
      byte[] magic = in.readNBytes(MAGIC.length);
      ConfigException.check(Arrays.equals(magic, MAGIC), "%s is not a .npy file", name);
      int version = in.readUnsignedByte();
      in.readUnsignedByte();
      int length = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
      if (version > 1) {
        length |= Short.toUnsignedInt(Short.reverseBytes(in.readShort())) << 16;
      }
      ConfigException.check(
          length >= 0 && length <= LONGEST_HEADER, "%s has a header of %d bytes", name, length);
      header = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    } catch (EOFException e) {
      throw new ConfigException(name + " ends within its header", e);
    }
    Matcher description = find(DESCRIPTION, header);
    order = description.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    type = description.group(2);
    ConfigException.check(
        "f2 f4 f8 i4 i8".contains(type), "%s holds numbers of type %s, not f4 or f8", name, type);
    isFortran = find(FORTRAN, header).group(1).equals("True");
    shape =
        Arrays.stream(find(SHAPE, header).group(1).split(","))
            .map(String::strip)
            .filter(part -> part.matches("\\d{1,15}"))
            .mapToLong(Long::parseLong)
            .toArray();
  }

  private Matcher find(Pattern pattern, String header) {
    Matcher found = pattern.matcher(header);
    ConfigException.check(found.find(), "%s has a header that is not numpy's", name);
    return found;
  }

  long[] shape() {
    return shape.clone();
  }

  /** Hears the rows of a table in order. */
  interface RowListener {
    void row(double[] row);
  }

  /**
   * Reads an array of two dimensions, or of one as a single row.
   *
   * @throws ConfigException if the file is shorter than its header says
   */
  void readRows(RowListener listener) throws IOException {
    ConfigException.check(
        shape.length == 1 || shape.length == 2,
        "%s has the shape %s; features are a table with a row a picture",
        name,
        Arrays.toString(shape));
    int columns = Math.toIntExact(shape[shape.length - 1]);
    long rows = shape.length == 2 ? shape[0] : 1;
    if (isFortran && shape.length == 2) {
      readTransposed(Math.toIntExact(rows), columns, listener);
      return;
    }
    for (long r = 0; r < rows; r++) {
      listener.row(numbers(columns));
    }
  }

  private void readTransposed(int rows, int columns, RowListener listener) throws IOException {
    double[][] byColumn = new double[columns][];
    for (int c = 0; c < columns; c++) {
      byColumn[c] = numbers(rows);
    }
    for (int r = 0; r < rows; r++) {
      double[] row = new double[columns];
      for (int c = 0; c < columns; c++) {
        row[c] = byColumn[c][r];
      }
      listener.row(row);
    }
  }

  private double[] numbers(int count) throws IOException {
    int size = type.charAt(1) - '0';
    byte[] bytes = in.readNBytes(Math.multiplyExact(count, size));
    ConfigException.check(bytes.length == count * size, "%s is shorter than its header says", name);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] =
          switch (type) {
            case "f2" -> half(buffer.getShort());
            case "f4" -> buffer.getFloat();
            case "f8" -> buffer.getDouble();
            case "i4" -> buffer.getInt();
            default -> buffer.getLong();
          };
    }
    return numbers;
  }

  /** IEEE 754 half precision. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double magnitude =
        exponent == 0
            ? fraction * 0x1p-24
            : exponent == 31
                ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : Math.scalb(1 + fraction / 1024.0, exponent - 15);
    return bits < 0 ? -magnitude : magnitude;
  }
}
