package dev.pancap.spark;

import dev.pancap.spark.stage.CaptionImages;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Shows how far a run is: a bar that is drawn over itself in a terminal, a line every few seconds
 * in a log. Tasks report with Spark's heartbeats; the figures are for people and nothing is decided
 * by them.
 */
final class RunProgress extends SparkListener implements AutoCloseable {
  private static final int BAR = 30;

  private final SparkSession spark;
  private final PrintWriter to;
  private final Look look;
  private final Clock clock;
  private final CaptionImages.Progress counters;
  private final Map<Long, Map<Long, Long>> ofRunningTasks = new HashMap<>();
  private long startMillis;
  private String currency = "";
  private long total;
  private long lastMillis;
  private boolean drawn;
  private boolean asks = true;

  /** How progress is shown. */
  record Look(boolean terminal, Duration interval) {}

  RunProgress(SparkSession spark, PrintWriter to, Look look, Clock clock) {
    this.spark = spark;
    this.to = to;
    this.look = look;
    this.clock = clock;
    this.counters =
        new CaptionImages.Progress(
            spark.sparkContext().longAccumulator("images"),
            spark.sparkContext().longAccumulator("requests"),
            spark.sparkContext().longAccumulator("from journal"),
            spark.sparkContext().longAccumulator("tokens"),
            spark.sparkContext().longAccumulator("cost in billionths"));
    this.startMillis = clock.millis();
    this.lastMillis = startMillis;
    spark.sparkContext().addSparkListener(this);
  }

  CaptionImages.Progress counters() {
    return counters;
  }

  /**
   * Says how many images there are, which gives the bar its length.
   *
   * @param unchanged how many of them need no work
   */
  synchronized void expect(long images, long unchanged) {
    total = images - unchanged;
    say(
        unchanged == 0
            ? "%,d images".formatted(images)
            : "%,d images, %,d of them unchanged since the last run".formatted(images, unchanged));
  }

  /** Begins to count images that nothing is asked about. */
  synchronized void begin(String sentence, long images) {
    counters.images().reset();
    startMillis = clock.millis();
    lastMillis = startMillis;
    total = images;
    asks = false;
    say(sentence);
  }

  /** Has the money be shown that is spent, in the currency with this code. */
  synchronized void showMoney(String code) {
    currency = code;
  }

  /** Ends the count of images and says what comes next. */
  synchronized void next(String sentence) {
    total = 0;
    say(sentence);
  }

  /** Says one sentence. */
  synchronized void say(String sentence) {
    wipe();
    to.println("pancap: " + sentence);
    to.flush();
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
        CollectionConverters.asJava(update.accumUpdates())) {
      Map<Long, Long> values = new HashMap<>();
      for (AccumulableInfo info : CollectionConverters.asJava(task._4())) {
        if (info.update().isDefined() && info.update().get() instanceof Number number) {
          values.put(info.id(), number.longValue());
        }
      }
      ofRunningTasks.put((Long) task._1(), values);
    }
    show();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    ofRunningTasks.remove(end.taskInfo().taskId());
    show();
  }

  private void show() {
    long now = clock.millis();
    if (total == 0 || now - lastMillis < (look.terminal() ? 200 : look.interval().toMillis())) {
      return;
    }
    lastMillis = now;
    long images = Math.min(total, value(counters.images().id(), counters.images().value()));
    if (images == 0) {
      return;
    }
    long requests = value(counters.requests().id(), counters.requests().value());
    double seconds = Math.max(0.001, (now - startMillis) / 1000.0);
    double perSecond = images / seconds;
    String figures =
        String.format(
            Locale.ROOT,
            "%,d of %,d images%s%s, %.1f images/s, about %s left",
            images,
            total,
            asks ? String.format(Locale.ROOT, ", %,d answers asked for", requests) : "",
            spent(),
            perSecond,
            hours((long) ((total - images) / perSecond)));
    if (look.terminal()) {
      int full = (int) (BAR * images / total);
      to.print("\r\u001b[K[" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + figures);
      drawn = true;
    } else {
      to.println("pancap: " + figures);
    }
    to.flush();
  }

  /** Tokens, and money where the model has a price. */
  private String spent() {
    long tokens = value(counters.tokens().id(), counters.tokens().value());
    if (tokens == 0) {
      return "";
    }
    String counted = String.format(Locale.ROOT, ", %,d tokens", tokens);
    return currency.isEmpty()
        ? counted
        : String.format(
            Locale.ROOT,
            "%s, %.4f %s",
            counted,
            value(counters.nanoCost().id(), counters.nanoCost().value()) / 1e9,
            currency);
  }

  private long value(long id, Long ofEndedTasks) {
    long sum = ofEndedTasks;
    for (Map<Long, Long> running : ofRunningTasks.values()) {
      sum += running.getOrDefault(id, 0L);
    }
    return sum;
  }

  private void wipe() {
    if (drawn) {
      to.print("\r\u001b[K");
      drawn = false;
    }
  }

  static String hours(long seconds) {
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  @Override
  public synchronized void close() {
    spark.sparkContext().removeSparkListener(this);
    wipe();
    to.flush();
  }
}
