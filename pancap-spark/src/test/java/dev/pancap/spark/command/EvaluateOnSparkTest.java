package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.caption.PhraseGroup;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.RunLengths;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.SparkTest;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --spark} writes is, byte for byte, what the run in one JVM writes. */
@SparkTest
class EvaluateOnSparkTest {
  private static final long SEED = 20261123;
  private static final int SIDE = 24;
  private static final String[] WORDS =
      ("a the two three red blue old cat cats dog dogs running runs sleeping sits on in near of"
              + " grass sofa street car U.S. K. building's 1/2 tall and with")
          .split(" ");

  @TempDir Path folder;

  private final Random random = new Random(SEED);

  @Test
  void captionsHaveTheSameDigits() throws IOException {
    StringBuilder references = new StringBuilder();
    StringBuilder candidates = new StringBuilder();
    for (int image = 1; image <= 300; image++) {
      for (int i = 0; i <= random.nextInt(3); i++) {
        references.append(row(image, sentence()));
      }
      candidates.append(row(image, sentence()));
    }
    String r = write("r.json", "[" + references.substring(1) + "]");
    String c = write("c.json", "[" + candidates.substring(1) + "]");

    assertSameFiles(
        "captions", "--references", r, "--candidates", c, "--metrics", "bleu,rouge-l,cider,meteor");
    assertSameOutput(
        "captions", "--references", r, "--candidates", c, "--metrics", "cider,capture");
  }

  @Test
  void masksHaveTheSameDigits() throws IOException {
    List<String> truth = new ArrayList<>();
    List<String> predictions = new ArrayList<>();
    for (int image = 1; image <= 40; image++) {
      truth.add(annotation("gt", image));
      // Some images have no prediction, and one has a mask that is none.
      if (image % 7 != 0) {
        predictions.add(annotation("pred", image));
      }
    }
    Files.writeString(folder.resolve("pred/11.png"), "no PNG");
    String gt =
        write(
            "gt.json",
            "{'annotations':%s,'categories':[{'id':1,'isthing':1},{'id':2,'isthing':0},{'id':3,'isthing':1}]}"
                .formatted(truth));
    String pred = write("pred.json", "{'annotations':%s}".formatted(predictions));

    assertSameFiles("panoptic", "--truth", gt, "--predictions", pred);
  }

  @Test
  void groundedCaptionsHaveTheSameDigits() throws IOException {
    StringBuilder answers = new StringBuilder();
    try (ReleaseFile.Writer one = writer("a.parquet");
        ReleaseFile.Writer two = writer("b.parquet")) {
      for (int image = 1; image <= 300; image++) {
        ReleaseRow row = releaseRow(image);
        (image <= 200 ? one : two).write(row);
        if (image % 9 != 0) {
          answers.append(answer(image)).append('\n');
        }
      }
    }
    String predictions = write("answers.jsonl", answers.toString());

    assertSameOutput("pgc", "--truth", path("release"), "--predictions", predictions);
    assertSameOutput(
        "captions",
        "--references",
        path("release"),
        "--candidates",
        path("release"),
        "--metrics",
        "bleu,cider");
  }

  @Test
  void expressionsHaveTheSameDigits() throws IOException {
    StringBuilder truth = new StringBuilder();
    StringBuilder predictions = new StringBuilder();
    for (int id = 1; id <= 60; id++) {
      masks("referring/gt", id);
      masks("referring/pred", id);
      truth.append(expression(id));
      predictions.append(expression(id));
    }

    assertSameOutput(
        "referring", "--truth", path("referring/gt"), "--predictions", path("referring/pred"));
    assertSameOutput(
        "referring",
        "--truth",
        write("gt.jsonl", truth.toString()),
        "--predictions",
        write("pred.jsonl", predictions.toString()));
  }

  @Test
  void sceneGraphsHaveTheSameDigits() throws IOException {
    List<String> truth = new ArrayList<>();
    List<String> predictions = new ArrayList<>();
    for (int image = 1; image <= 40; image++) {
      masks("psg/gt", image);
      masks("psg/pred", image);
      truth.add(graph(image, "gt", 0, 1 + random.nextInt(6)));
      // For some images nothing is predicted.
      predictions.add(graph(image, "pred", 1, image % 7 == 0 ? 0 : 12));
    }
    String gt = write("gt.json", "{'data':%s}".formatted(truth));
    String pred = write("pred.json", predictions.toString());
    String[] arguments = {
      "--truth",
      gt,
      "--truth-masks",
      path("psg"),
      "--predictions",
      pred,
      "--prediction-masks",
      path("psg"),
      "-k",
      "3,5"
    };

    assertSameOutput("scene-graph", arguments);
    arguments = Arrays.copyOf(arguments, arguments.length + 1);
    arguments[arguments.length - 1] = "--strict";
    assertSameOutput("scene-graph", arguments);
  }

  @Test
  void theFirstMaskThatCannotBeReadIsNamedAlike() throws IOException {
    for (int id = 1; id <= 9; id++) {
      masks("gt", id);
      masks("pred", id);
    }
    Files.writeString(folder.resolve("pred/4.png"), "no PNG");
    Files.delete(folder.resolve("pred/8.png"));
    List<String> arguments =
        new ArrayList<>(
            List.of("evaluate", "referring", "--truth", path("gt"), "--predictions", path("pred")));

    String here = CommandRun.of(arguments).refusal();
    arguments.add("--spark");

    assertThat(here).contains("4.png");
    assertThat(CommandRun.of(arguments).refusal()).isEqualTo(here);
  }

  private void assertSameFiles(String metric, String... arguments) throws IOException {
    assertSame(metric, List.of("--per-image"), arguments);
  }

  private void assertSameOutput(String metric, String... arguments) throws IOException {
    assertSame(metric, List.of(), arguments);
  }

  private void assertSame(String metric, List<String> perImage, String... arguments)
      throws IOException {
    for (String how : List.of("here", "spark")) {
      List<String> all = new ArrayList<>(List.of("evaluate", metric));
      all.addAll(List.of(arguments));
      all.addAll(List.of("--out", path(how + ".json")));
      perImage.forEach(option -> all.addAll(List.of(option, path(how + ".jsonl"))));
      if (how.equals("spark")) {
        all.add("--spark");
      }
      CommandRun run = CommandRun.of(all);
      assertThat(run.exitCode()).as("seed %d: %s: %s", SEED, all, run.err()).isZero();
    }
    assertThat(folder.resolve("spark.json")).hasSameTextualContentAs(folder.resolve("here.json"));
    if (!perImage.isEmpty()) {
      assertThat(Files.readString(folder.resolve("spark.jsonl")))
          .isNotEmpty()
          .isEqualTo(Files.readString(folder.resolve("here.jsonl")));
    }
  }

  private String sentence() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4 + random.nextInt(20); i++) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return text.append("end.").toString();
  }

  private static String row(int image, String caption) {
    return ",{\"image_id\":%d,\"caption\":\"%s\"}".formatted(image, caption);
  }

  /** Three segments of random places, each a category. */
  private String annotation(String side, int image) throws IOException {
    int[] ids = masks(side, image);
    return "{'image_id':%d,'file_name':'%d.png','segments_info':[%s]}"
        .formatted(image, image, segment(1, ids) + "," + segment(2, ids) + "," + segment(3, ids));
  }

  /** Writes a PNG of three segments of random places. */
  private int[] masks(String side, int image) throws IOException {
    int[] ids = new int[SIDE * SIDE];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = 1 + Math.min(2, (i + random.nextInt(60) + 37 * image) % ids.length / 200);
    }
    Files.createDirectories(folder.resolve(side));
    Files.write(
        folder.resolve(side + "/%d.png".formatted(image)),
        PanopticPng.encode(LabelMap.of(SIDE, SIDE, ids)));
    return ids;
  }

  private String expression(int id) {
    return "{'id':%d,'segmentation':%s}%n".formatted(id, rle()).replace('\'', '"');
  }

  /** Relations of the three segments, whose classes are their numbers. */
  private String graph(int image, String side, int from, int relations) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < relations; i++) {
      rows.append(
          ",[%d,%d,%d]".formatted(random.nextInt(3), random.nextInt(3), from + random.nextInt(3)));
    }
    return "{'image_id':%d,'pan_seg_file_name':'%s/%d.png','segments_info':[%s],'relations':[%s]}"
        .formatted(
            image,
            side,
            image,
            "{'id':1,'category_id':%1$d},{'id':2,'category_id':%1$d},{'id':3,'category_id':%1$d}"
                .formatted(from),
            relations == 0 ? "" : rows.substring(1));
  }

  private static String segment(int id, int[] ids) {
    int area = 0;
    for (int each : ids) {
      area += each == id ? 1 : 0;
    }
    return "{'id':%d,'category_id':%d,'iscrowd':0,'area':%d}".formatted(id, id, area);
  }

  private String answer(int image) {
    return "{'image_id':%d,'caption':'<p> A cat </p> [SEG] %s','phrases':['a cat','the grass'],'pred_masks':[%s,%s]}"
        .formatted(image, sentence().replace("'", ""), rle(), rle())
        .replace('\'', '"');
  }

  private String rle() {
    return "{'size':[%d,%d],'counts':'%s'}".formatted(SIDE, SIDE, counts().replace("\\", "\\\\"));
  }

  private String counts() {
    byte[] mask = new byte[SIDE * SIDE];
    int from = random.nextInt(mask.length / 2);
    for (int i = from; i < from + mask.length / 2; i++) {
      mask[i] = 1;
    }
    return CompressedRunLengths.encode(RunLengths.encode(SIDE, SIDE, mask));
  }

  private ReleaseRow releaseRow(int image) {
    String caption = "A cat " + sentence();
    return new ReleaseRow(
        image,
        image + ".jpg",
        "train",
        SIDE,
        SIDE,
        null,
        image + ".jpg",
        caption,
        caption,
        List.of(new PhraseGroup("A cat", List.of(1), 0, 5)),
        List.of(releaseSegment(1, 17, "cat", true), releaseSegment(2, 193, "grass-merged", false)),
        4,
        1,
        2,
        1,
        1,
        1,
        List.of(),
        "describer",
        "1",
        "",
        "",
        null);
  }

  private ReleaseRow.ReleaseSegment releaseSegment(
      int mark, int categoryId, String category, boolean isThing) {
    return new ReleaseRow.ReleaseSegment(
        mark,
        mark,
        categoryId,
        category,
        isThing,
        false,
        SIDE * SIDE / 2,
        List.of(0, 0, SIDE, SIDE),
        List.of(SIDE, SIDE),
        counts(),
        "",
        false,
        "human",
        null);
  }

  private ReleaseFile.Writer writer(String name) throws IOException {
    return ReleaseFile.writer(
        new org.apache.hadoop.fs.Path(path("release/data/" + name)), new Configuration());
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(
            folder.resolve(name),
            name.startsWith("gt") || name.startsWith("pred") ? text.replace('\'', '"') : text)
        .toString();
  }
}
