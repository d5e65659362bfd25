package dev.pancap.bench;

import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import dev.pancap.quarantine.Reason;
import dev.pancap.quarantine.Rejection;
import dev.pancap.spark.encoder.PancapKryoRegistrator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/**
 * What Spark's two serializers make of the objects that pancap has it carry: broadcasts, what tasks
 * return and elements of RDDs. Rows of datasets have encoders and code is always serialized by
 * Java, whatever is configured, so neither is here. Prints bytes, and microseconds of processor
 * time to write and to read, the median of rounds in turns. Run with Spark's options for Java 17.
 */
public final class SerializerSizes {
  private static final int ROUNDS = 41;
  private static final int WARM_UP = 60;
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
  private static final Random RANDOM = new Random(7);

  private SerializerSizes() {}

  private record Cost(int bytes, double writeMicros, double readMicros) {}

  public static void main(String[] arguments) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.kryo.registrator", PancapKryoRegistrator.class.getName())
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.kryoserializer.buffer.max", "256m");
    SerializerInstance kryo = new KryoSerializer(conf).newInstance();
    SerializerInstance java = new JavaSerializer(conf).newInstance();
    System.out.println("| objects | Java bytes | Kryo bytes | ratio | Java us | Kryo us | ratio |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|");
    samples()
        .forEach(
            (name, sample) -> {
              List<Cost> javas = new ArrayList<>();
              List<Cost> kryos = new ArrayList<>();
              for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                javas.add(measure(java, sample));
                kryos.add(measure(kryo, sample));
              }
              print(name, median(javas), median(kryos));
            });
  }

  private static Map<String, Object> samples() {
    List<JournalEntry> entries = new ArrayList<>();
    List<Rejection> rejections = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      entries.add(entry(i));
      rejections.add(
          new Rejection(
              i, "%012d.jpg".formatted(i), "prepare", Reason.MASK_MISSING, words(12) + ".png"));
    }
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      paths.add("s3a://pictures/train2017/%012d.jpg".formatted(i));
    }
    byte[] rows = new byte[1 << 18];
    RANDOM.nextBytes(rows);
    Map<String, Object> samples = new LinkedHashMap<>();
    samples.put("1,000 answers of the journal", entries);
    samples.put("1 answer of the journal", entries.get(0));
    samples.put("1,000 rejections", rejections);
    samples.put("rows of a task as Spark packs them, 256 KiB", rows);
    samples.put("20,000 paths", paths);
    return samples;
  }

  private static JournalEntry entry(int number) {
    ModelAnswer answer =
        new ModelAnswer(
            words(120), ModelAnswer.Finish.STOP, new TokenUsage(1000, 0, 0, 160, 0), "vlm", 1800);
    String key = "%064x".formatted(new java.math.BigInteger(256, RANDOM));
    return new JournalEntry(key, number, Round.DESCRIBE, 0, answer, 1_760_000_000_000L + number);
  }

  private static String words(int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(i == 0 ? "" : " ").append(Integer.toString(RANDOM.nextInt(2000) + 1300, 36));
    }
    return words.toString();
  }

  private static Cost measure(SerializerInstance serializer, Object sample) {
    ClassTag<Object> tag = ClassTag.apply(Object.class);
    long start = THREAD.getCurrentThreadCpuTime();
    ByteBuffer written = serializer.serialize(sample, tag);
    long middle = THREAD.getCurrentThreadCpuTime();
    Object read = serializer.deserialize(written.duplicate(), tag);
    long end = THREAD.getCurrentThreadCpuTime();
    boolean isSame =
        sample instanceof byte[] bytes ? Arrays.equals(bytes, (byte[]) read) : sample.equals(read);
    if (!isSame) {
      throw new IllegalStateException("Came back changed: " + sample.getClass());
    }
    return new Cost(written.remaining(), (middle - start) / 1000.0, (end - middle) / 1000.0);
  }

  private static Cost median(List<Cost> costs) {
    List<Cost> warm = costs.subList(WARM_UP, costs.size());
    return new Cost(
        warm.get(0).bytes(),
        warm.stream()
            .mapToDouble(Cost::writeMicros)
            .sorted()
            .skip(ROUNDS / 2)
            .findFirst()
            .orElse(0),
        warm.stream()
            .mapToDouble(Cost::readMicros)
            .sorted()
            .skip(ROUNDS / 2)
            .findFirst()
            .orElse(0));
  }

  private static void print(String name, Cost java, Cost kryo) {
    System.out.printf(
        "| %s | %,d | %,d | %.2f | %,.0f + %,.0f | %,.0f + %,.0f | %.2f |%n",
        name,
        java.bytes(),
        kryo.bytes(),
        (double) kryo.bytes() / java.bytes(),
        java.writeMicros(),
        java.readMicros(),
        kryo.writeMicros(),
        kryo.readMicros(),
        (kryo.writeMicros() + kryo.readMicros()) / (java.writeMicros() + java.readMicros()));
  }
}
