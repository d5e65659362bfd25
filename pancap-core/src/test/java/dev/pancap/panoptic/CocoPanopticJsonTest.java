package dev.pancap.panoptic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pancap.config.ConfigException;
import dev.pancap.quarantine.Reason;
import dev.pancap.quarantine.Rejection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CocoPanopticJsonTest {
  private static final String IMAGE = "{'id':7,'file_name':'7.jpg','width':4,'height':3}";
  private static final String SEGMENT =
      "{'id':1,'category_id':1,'iscrowd':0,'area':4.0,'bbox':[0,0,2.0,2]}";
  private static final String ANNOTATION =
      "{'image_id':7,'file_name':'7.png','segments_info':[" + SEGMENT + "]}";

  private static final class Seen implements CocoPanopticJson.Visitor {
    private final List<PictureEntry> pictures = new ArrayList<>();
    private final List<AnnotationEntry> annotations = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private CategoryTable categories = CategoryTable.coco();

    @Override
    public void picture(PictureEntry picture) {
      pictures.add(picture);
    }

    @Override
    public void annotation(AnnotationEntry annotation) {
      annotations.add(annotation);
    }

    @Override
    public void rejected(Rejection rejection) {
      rejections.add(rejection);
    }
  }

  private static Seen read(String json) throws IOException {
    Seen seen = new Seen();
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    seen.categories = CocoPanopticJson.read(new ByteArrayInputStream(bytes), "p.json", 3, seen);
    return seen;
  }

  private static String file(String images, String annotations) {
    return "{'info':{'year':2018},'images':[" + images + "],'annotations':[" + annotations + "]}";
  }

  @Test
  void readsPicturesAnnotationsAndSegments() throws IOException {
    Seen seen = read(file(IMAGE, ANNOTATION));

    assertThat(seen.pictures).containsExactly(new PictureEntry(7, "7.jpg", 4, 3));
    assertThat(seen.annotations)
        .containsExactly(
            AnnotationEntry.of(
                7,
                "7.png",
                List.of(
                    new AnnotatedSegment(
                        1, 1, false, 4.0, List.of(0.0, 0.0, 2.0, 2.0), null, null))));
    assertThat(seen.rejections).isEmpty();
    assertThat(seen.categories.size()).isEqualTo(133);
  }

  @Test
  void readsCoconutsFlagsAndNamesTheMaskByThePicture() throws IOException {
    Seen seen =
        read(
            file(
                IMAGE,
                "{'segments_info':[{'id':1,'category_id':1,'isthing':true},"
                    + "{'id':2,'category_id':2,'isthing':0,'area':1.5}],"
                    + "'file_name':'a.b/7.x.jpg','image_id':7}"));

    assertThat(seen.annotations.get(0).maskFile()).isEqualTo("a.b/7.png");
    assertThat(seen.annotations.get(0).segments())
        .extracting(AnnotatedSegment::isThing)
        .containsExactly(true, false);
  }

  @Test
  void takesTheFilesOwnCategories() throws IOException {
    Seen seen =
        read(
            "{'annotations':[],'images':[],"
                + "'categories':[{'id':5,'name':'moon','isthing':1,'supercategory':'sky'}]}");

    assertThat(seen.categories.all()).containsExactly(new Category(5, "moon", "sky", true));
  }

  static Stream<Arguments> spoiltEntries() {
    return Stream.of(
        arguments("{'image_id':7,'file_name':'7.png'}", 7, "segments_info is missing"),
        arguments("{'image_id':7,'segments_info':[]}", 7, "file_name is missing"),
        arguments("{'file_name':'7.png','segments_info':[]}", -1, "image_id is missing"),
        arguments("{'image_id':'7','file_name':'7.png','segments_info':[]}", -1, "a whole number"),
        arguments("{'image_id':-7,'file_name':'7.png','segments_info':[]}", -1, "0 or more"),
        arguments("{'image_id':7.5,'file_name':'7.png','segments_info':[]}", -1, "found 7.5"),
        arguments("{'image_id':7,'file_name':7,'segments_info':[]}", 7, "expected a string"),
        arguments("{'image_id':7,'file_name':'7.png','segments_info':{'a':[1]}}", 7, "a list"),
        arguments("{'image_id':7,'file_name':'7.png','segments_info':[3]}", 7, "an object"),
        arguments("{'image_id':7,'file_name':'7.png','segments_info':[{'id':1}]}", 7, "category"),
        arguments(
            "{'image_id':7,'file_name':'7.png',"
                + "'segments_info':[{'id':1,'category_id':1,'area':NaN}]}",
            7,
            "area: expected a finite number, found NaN"),
        arguments(
            "{'image_id':7,'file_name':'7.png',"
                + "'segments_info':[{'id':1,'category_id':1,'bbox':[1,2]}]}",
            7,
            "bbox: expected four numbers, found 2"),
        arguments("[{'image_id':7}]", -1, "expected an object"));
  }

  @ParameterizedTest
  @MethodSource("spoiltEntries")
  void aSpoiltEntryIsRejectedAndTheNextIsRead(String entry, long imageId, String detail)
      throws IOException {
    Seen seen = read(file(IMAGE, entry + "," + ANNOTATION));

    assertThat(seen.annotations).hasSize(1);
    assertThat(seen.rejections).hasSize(1);
    Rejection rejection = seen.rejections.get(0);
    assertThat(rejection.imageId()).isEqualTo(imageId);
    assertThat(rejection.reason()).isEqualTo(Reason.ANNOTATION_MALFORMED);
    assertThat(rejection.detail())
        .startsWith("p.json, annotations[0]: ")
        .contains(detail, "line 1");
  }

  @Test
  void anAnnotationWithAMillionSegmentsIsCountedAndNotKept() throws IOException {
    String many = (SEGMENT + ",").repeat(1_000_000) + SEGMENT;

    Seen seen = read(file(IMAGE, ANNOTATION.replace(SEGMENT, many)));

    assertThat(seen.annotations).isEmpty();
    assertThat(seen.rejections.get(0).reason()).isEqualTo(Reason.TOO_MANY_SEGMENTS);
    assertThat(seen.rejections.get(0).detail()).contains("1000001 segments, at most 3");
  }

  static Stream<Arguments> brokenFiles() {
    return Stream.of(
        arguments("", "expected an object with images"),
        arguments("[]", "expected an object with images"),
        arguments("{'images':{},'annotations':[]}", "'images' must be a list"),
        arguments("{'images':[]}", "has no 'annotations'"),
        arguments("{'annotations':[]}", "has no 'images'"),
        arguments("{'images':[\n{'id':1,,}]}", "(line 2, column"),
        arguments("{'images':[],'annotations':[{'image_id':7,", "(line 1, column"),
        arguments("{'images':[],'annotations':[],'categories':[{'id':1}]}", "needs id, name"),
        arguments("\u0000\u0001PNG", "not valid JSON"));
  }

  @ParameterizedTest
  @MethodSource("brokenFiles")
  void aBrokenFileIsTheUsersToMend(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("p.json")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aFileCutAnywhereIsRefused() {
    String whole = file(IMAGE, ANNOTATION);
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut at %d", length)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("p.json");
    }
  }
}
