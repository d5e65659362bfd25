package dev.pancap.spark.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.spark.SparkTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SparkTest
class PancapKryoRegistratorTest {

  static Stream<Object> values() {
    return Stream.of(
        List.of(),
        List.of("a"),
        List.of("a", "b", "c"),
        List.of(1, 2, 3, 4).subList(1, 3),
        Arrays.asList("a", null, "c").stream().toList(),
        Set.of(),
        Set.of(1L, 2L, 3L),
        Map.of(),
        Map.of("a", 1),
        Map.of("a", List.of(1), "b", List.of(2, 3)),
        new PhraseGroup("two vases", List.of(11, 12), 0, 9));
  }

  @ParameterizedTest
  @MethodSource("values")
  void valuesComeBackEqual(Object value) {
    Kryo kryo = new KryoSerializer(SparkEnv.get().conf()).newKryo();
    Output output = new Output(64, -1);

    kryo.writeClassAndObject(output, value);

    assertThat(kryo.readClassAndObject(new Input(output.toBytes()))).isEqualTo(value);
  }

  @Test
  void recordsAreBroadcastShuffledAndReturned(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    PhraseGroup group = new PhraseGroup("a dog", List.of(3), 0, 5);
    var broadcast = context.broadcast(group);

    List<PhraseGroup> back =
        context
            .parallelize(List.of(1, 2, 3, 4), 2)
            .map(i -> broadcast.value())
            .repartition(2)
            .collect();

    assertThat(back).hasSize(4).allMatch(group::equals);
  }
}
