package dev.pancap.spark;

import dev.pancap.spark.budget.BudgetPlugin;
import dev.pancap.spark.claim.ClaimPlugin;
import dev.pancap.spark.encoder.PancapKryoRegistrator;
import dev.pancap.spark.metrics.MetricsPlugin;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods a {@link SparkSession} that all test classes of the JVM share. Commands that
 * run in a test use it too. Kryo refuses classes that are not registered.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SparkTest.Sessions.class)
public @interface SparkTest {

  /** Opens the session before the first class that wants it. */
  final class Sessions implements ParameterResolver, BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext test) {
      session(test);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public SparkSession resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return session(test);
    }

    private static SparkSession session(ExtensionContext test) {
      return test.getRoot()
          .getStore(Namespace.GLOBAL)
          .getOrComputeIfAbsent(
              SharedSession.class, type -> new SharedSession(), SharedSession.class)
          .spark;
    }
  }

  /** Closed by JUnit when all tests have run. */
  final class SharedSession implements AutoCloseable {
    private final SparkSession spark =
        SparkSession.builder()
            // A task that fails is tried once more, as on a cluster.
            .master("local[2,2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.session.timeZone", "UTC")
            // Builds of one JVM have the same plans, whose code need not be compiled again.
            .config("spark.sql.codegen.cache.maxEntries", 2000)
            .config("spark.sql.adaptive.coalescePartitions.enabled", false)
            .config(
                "spark.plugins",
                BudgetPlugin.class.getName()
                    + ","
                    + ClaimPlugin.class.getName()
                    + ","
                    + MetricsPlugin.class.getName())
            .config("spark.serializer", KryoSerializer.class.getName())
            .config("spark.kryo.registrator", PancapKryoRegistrator.class.getName())
            .config("spark.kryo.registrationRequired", true)
            .getOrCreate();

    @Override
    public void close() {
      spark.stop();
    }
  }
}
