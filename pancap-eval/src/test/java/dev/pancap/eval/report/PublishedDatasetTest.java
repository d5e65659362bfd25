package dev.pancap.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.panoptic.PanopticFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedDatasetTest {
  private static final String CAPTION = "There is <1: a sky> over <2, 3: two cats>.";

  @TempDir Path folder;

  @Test
  void readsTheTarThatCoconutPancapShips() throws IOException {
    Path tar = folder.resolve("captions.tar.gz");
    try (OutputStream bytes = new GZIPOutputStream(Files.newOutputStream(tar));
        TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      byte[] text = CAPTION.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry("caption_train2017/000000208220.txt");
      entry.setSize(text.length);
      out.putArchiveEntry(entry);
      out.write(text);
      out.closeArchiveEntry();
    }
    assertThat(CaptionFiles.read(tar)).isEqualTo(Map.of("208220", List.of(CAPTION)));
  }

  @Test
  void readsAFolderAndCocoCaptions() throws IOException {
    Files.writeString(folder.resolve("000000000009.txt"), CAPTION + "\n");
    assertThat(CaptionFiles.read(folder)).isEqualTo(Map.of("9", List.of(CAPTION)));

    Path json = folder.resolve("captions.json");
    Files.writeString(
        json,
        "{\"annotations\":[{\"image_id\":9,\"caption\":\"A cat.\"},"
            + "{\"image_id\":9,\"caption\":\"Cats.\"}]}");
    assertThat(CaptionFiles.read(json)).isEqualTo(Map.of("9", List.of("A cat.", "Cats.")));
  }

  @Test
  void aFolderWithoutCaptionsSaysWhatWasExpected() {
    assertThatThrownBy(() -> CaptionFiles.read(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no caption: expected a tar or a folder of <image id>.txt");
  }

  @Test
  void joinsCaptionsToMasksAndSaysWhatDidNotFit() throws IOException {
    Path annotations = folder.resolve("panoptic.json");
    Files.writeString(
        annotations,
        ("{'annotations':["
                + "{'image_id':9,'file_name':'9.png','segments_info':["
                + "{'id':1,'category_id':187,'area':50},{'id':2,'category_id':17,'area':20},"
                + "{'id':3,'category_id':17,'area':30}]},"
                + "{'image_id':10,'file_name':'10.png','segments_info':["
                + "{'id':1,'category_id':187,'area':50},{'id':2,'category_id':17,'area':20}]},"
                + "{'image_id':11,'file_name':'11.png','segments_info':[]}],"
                + "'categories':[{'id':187,'name':'sky-other-merged','isthing':0},"
                + "{'id':17,'name':'cat','isthing':1}]}")
            .replace('\'', '"'));
    PublishedDataset dataset =
        new PublishedDataset(
            Map.of(
                "9", List.of("<1: a sky> over <2, 7: cats>"),
                "10", List.of("<0: a sky> over <1: a cat>"),
                "12", List.of("<1: a cat>")),
            PanopticFile.read(annotations));
    List<ReportedImage> images = new ArrayList<>();
    dataset.images().forEachRemaining(images::add);

    assertThat(images)
        .containsExactlyInAnyOrder(
            new ReportedImage(
                "9",
                List.of("a sky over cats"),
                List.of(
                    new ReportedMask("sky-other-merged", false, 50, true),
                    new ReportedMask("cat", true, 20, true),
                    new ReportedMask("cat", true, 30, false))),
            new ReportedImage(
                "10",
                List.of("a sky over a cat"),
                List.of(
                    new ReportedMask("sky-other-merged", false, 50, true),
                    new ReportedMask("cat", true, 20, true))),
            new ReportedImage("12", List.of("a cat"), List.of()));
    assertThat(dataset.notes())
        .containsExactly(
            "1 captions count their masks from 0; their ids were taken one higher.",
            "1 ids in captions name no annotated mask.",
            "1 captions belong to images without annotation.",
            "1 annotated images have no caption and are left out.");
  }
}
