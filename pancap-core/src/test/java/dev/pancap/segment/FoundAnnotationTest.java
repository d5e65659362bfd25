package dev.pancap.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pancap.config.LimitsConfig;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.CocoPanopticJson;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.quarantine.Rejection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoundAnnotationTest {
  private static final Segmentation FOUND =
      new Segmentation(
          LabelMap.of(4, 2, new int[] {1, 1, 0, 2, 1, 1, 2, 2}),
          List.of(
              new Segmentation.Found(1, CategoryTable.coco().find(187).orElseThrow(), 0.75),
              new Segmentation.Found(2, CategoryTable.coco().find(3).orElseThrow(), 0.5)));

  @Test
  void measuresEverySegmentAndKeepsItsScore() {
    AnnotationEntry entry = FoundAnnotation.of(9, "a/b.jpg", FOUND);

    assertThat(entry.maskFile()).isEqualTo("a/b.png");
    assertThat(entry.segments())
        .extracting(s -> s.segmentId(), s -> s.categoryId(), s -> s.areaPixels(), s -> s.score())
        .containsExactly(tuple(1L, 187, 4.0, 0.75), tuple(2L, 3, 3.0, 0.5));
    assertThat(entry.segments().get(1).bbox()).containsExactly(2.0, 0.0, 2.0, 2.0);
    assertThat(PanopticPng.decode(entry.maskPng(), new LimitsConfig(100, 10_000, 10)).toArray())
        .isEqualTo(FOUND.map().toArray());
  }

  @Test
  void theFileIsReadAsPeoplesFilesAre() throws IOException {
    AnnotationEntry entry = FoundAnnotation.of(9, "b.jpg", FOUND);
    PictureEntry picture = new PictureEntry(9, "b.jpg", 4, 2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FoundAnnotationsJson json = new FoundAnnotationsJson(out, "detr", "f00d")) {
      json.picture(picture);
      json.annotation(entry);
      assertThatThrownBy(() -> json.picture(picture))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Pictures stand before annotations");
      json.finish(CategoryTable.coco());
    }

    List<Object> read = new ArrayList<>();
    CategoryTable categories =
        CocoPanopticJson.read(
            new ByteArrayInputStream(out.toByteArray()),
            "panoptic.json",
            10,
            new CocoPanopticJson.Visitor() {
              @Override
              public void picture(PictureEntry entry) {
                read.add(entry);
              }

              @Override
              public void annotation(AnnotationEntry annotation) {
                read.add(annotation.segments());
              }

              @Override
              public void rejected(Rejection rejection) {
                read.add(rejection);
              }
            });

    assertThat(categories.size()).isEqualTo(133);
    assertThat(read.get(0)).isEqualTo(picture);
    assertThat(read.get(1).toString()).contains("segmentId=1", "segmentId=2", "score=0.75");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"model_fingerprint\":\"f00d\"", "\"source\":\"model\"");
  }
}
