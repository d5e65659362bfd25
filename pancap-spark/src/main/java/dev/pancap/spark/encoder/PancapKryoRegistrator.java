package dev.pancap.spark.encoder;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.serializers.ExternalizableSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.caption.RegionLine;
import dev.pancap.export.ExportedFile;
import dev.pancap.export.PartResult;
import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import dev.pancap.panoptic.Category;
import dev.pancap.quarantine.Reason;
import dev.pancap.quarantine.Rejection;
import dev.pancap.spark.evaluate.CaptionPass;
import dev.pancap.spark.evaluate.PgcPass;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Teaches Kryo what pancap and Spark SQL shuffle, broadcast and return from tasks as JVM objects.
 * Dataset rows do not come by here: they have encoders. The order is part of the format, so it is
 * the same on driver and executors.
 */
public final class PancapKryoRegistrator implements KryoRegistrator {
  /** Classes of Spark's that travel when {@code spark.kryo.registrationRequired} is set. */
  private static final List<String> SPARK_CLASSES =
      List.of(
          "org.apache.spark.sql.execution.datasources.WriteTaskResult",
          "org.apache.spark.sql.execution.datasources.ExecutedWriteSummary",
          "org.apache.spark.sql.execution.datasources.BasicWriteTaskStats",
          "org.apache.spark.sql.types.ArrayType",
          "org.apache.spark.sql.types.BinaryType$",
          "org.apache.spark.sql.types.BooleanType$",
          "org.apache.spark.sql.types.ByteType$",
          "org.apache.spark.sql.types.DateType$",
          "org.apache.spark.sql.types.DecimalType",
          "org.apache.spark.sql.types.DoubleType$",
          "org.apache.spark.sql.types.FloatType$",
          "org.apache.spark.sql.types.IntegerType$",
          "org.apache.spark.sql.types.LongType$",
          "org.apache.spark.sql.types.MapType",
          "org.apache.spark.sql.types.NullType$",
          "org.apache.spark.sql.types.ShortType$",
          "org.apache.spark.sql.types.StringType$",
          "org.apache.spark.sql.types.TimestampType$",
          "[Lorg.apache.spark.sql.catalyst.InternalRow;",
          "[Lorg.apache.spark.sql.catalyst.expressions.UnsafeRow;",
          "org.apache.spark.sql.catalyst.expressions.UnsafeRow",
          "[Lorg.apache.spark.util.io.ChunkedByteBuffer;",
          "[Ljava.nio.ByteBuffer;",
          "[Lscala.Tuple3;",
          "scala.Tuple3",
          "org.apache.spark.internal.io.FileCommitProtocol$TaskCommitMessage");

  /** Records that travel as JVM objects: broadcast, shuffled in RDDs or returned from tasks. */
  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          PartResult.class,
          ExportedFile.class,
          Category.class,
          GroundedCaption.class,
          JournalEntry.class,
          ModelAnswer.class,
          PhraseGroup.class,
          RegionLine.class,
          Rejection.class,
          TokenUsage.class);

  /** What evaluations broadcast: states of metrics, which know how to write themselves. */
  private static final List<Class<? extends Serializable>> JAVA_SERIALIZED =
      List.of(CaptionPass.class, PgcPass.class);

  private static final List<Class<? extends Enum<?>>> ENUMS =
      List.of(ModelAnswer.Finish.class, Reason.class, Round.class);

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.addDefaultSerializer(Record.class, new RecordSerializer());
    ImmutableCollectionSerializers.register(kryo);
    // It writes itself; its fields hold buffers that Kryo cannot make.
    kryo.register(
        classNamed("org.apache.spark.util.io.ChunkedByteBuffer"), new ExternalizableSerializer());
    for (String name : SPARK_CLASSES) {
      kryo.register(classNamed(name));
    }
    RECORDS.forEach(kryo::register);
    JAVA_SERIALIZED.forEach(type -> kryo.register(type, new JavaSerializer()));
    ENUMS.forEach(kryo::register);
    kryo.register(ArrayList.class);
    kryo.register(Object[].class);
    kryo.register(Long[].class);
    kryo.register(
        Collections.emptyList().getClass(),
        new DefaultSerializers.CollectionsEmptyListSerializer());
  }

  private static Class<?> classNamed(String name) {
    try {
      return Class.forName(name, false, PancapKryoRegistrator.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Spark " + name + " is not on the class path", e);
    }
  }
}
