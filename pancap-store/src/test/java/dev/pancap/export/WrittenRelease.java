package dev.pancap.export;

import dev.pancap.caption.PhraseGroup;
import dev.pancap.facts.ClassNoun;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.RunLengths;
import dev.pancap.scene.SceneAttribute;
import dev.pancap.scene.SceneGraph;
import dev.pancap.scene.SceneGraphJson;
import dev.pancap.scene.SceneObject;
import dev.pancap.scene.SceneRelation;
import dev.pancap.scene.Source;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.store.ReleaseRow;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import dev.pancap.synth.SyntheticSegment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A release of seven drawn pictures in two files. */
final class WrittenRelease {
  static final String VERSION = "20260211T000000Z";
  static final String CAPTION = "A scene holds the rest.";
  private static final int WIDTH = 96;
  private static final int HEIGHT = 72;

  private WrittenRelease() {}

  static SceneGenerator scenes() {
    return new SceneGenerator(7, WIDTH, HEIGHT);
  }

  static void write(Path dataset, Configuration hadoop) throws IOException {
    SceneGenerator scenes = scenes();
    ReleaseFolder release = ReleaseFolder.open(dataset.toString(), hadoop);
    List<ReleaseManifest.DataFile> files = new ArrayList<>();
    int index = 0;
    for (int rows : new int[] {4, 3}) {
      String path = "data/train-%05d-of-00002.parquet".formatted(files.size());
      org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(release.path(VERSION), path);
      try (ReleaseFile.Writer writer = ReleaseFile.writer(file, hadoop)) {
        for (int i = 0; i < rows; i++) {
          writer.write(withGraph(row(scenes.scene(index++))));
        }
      }
      files.add(ReleaseFolder.readBack(release.path(VERSION), path, hadoop));
    }
    release.complete(
        new ReleaseManifest(
            VERSION, "2026-02-11T00:00:00Z", "hash", "run", 7, files, List.of(), "", "", Map.of()));
    release.makeCurrent(VERSION);
  }

  static ReleaseRow row(SyntheticScene scene) {
    Map<Integer, RunLengths> masks = RunLengths.ofSegments(scene.ids());
    List<ReleaseRow.ReleaseSegment> segments = new ArrayList<>();
    for (SyntheticSegment segment : scene.segments()) {
      segments.add(
          new ReleaseRow.ReleaseSegment(
              segments.size() + 1,
              segment.segmentId(),
              segment.category().id(),
              segment.category().name(),
              segment.category().isThing(),
              segment.isCrowd(),
              segment.areaPixels(),
              List.of(
                  segment.box().x(),
                  segment.box().y(),
                  segment.box().width(),
                  segment.box().height()),
              List.of(HEIGHT, WIDTH),
              CompressedRunLengths.encode(masks.get(segment.segmentId())),
              "a line",
              false,
              "human",
              null));
    }
    return new ReleaseRow(
        scene.imageId(),
        scene.fileName(),
        "train",
        WIDTH,
        HEIGHT,
        scene.jpeg(),
        scene.fileName(),
        CAPTION,
        "<1,2: A scene> holds <2: the rest>.",
        List.of(
            new PhraseGroup("A scene", List.of(1, 2), 0, 7),
            new PhraseGroup("the rest", List.of(2), 14, 22)),
        segments,
        5,
        1,
        segments.size(),
        0,
        0,
        2,
        List.of(),
        "describer",
        "1",
        "d",
        "c",
        null);
  }

  /** With two relations between the first two segments. */
  private static ReleaseRow withGraph(ReleaseRow row) {
    List<SceneAttribute> attributes =
        List.of(
            new SceneAttribute(SceneAttribute.Kind.COLOR, "red", Source.GEOMETRY, "90 %"),
            new SceneAttribute(SceneAttribute.Kind.PLACE, "on the left", Source.GEOMETRY, ""));
    List<SceneObject> objects =
        row.segments().stream()
            .map(
                segment ->
                    new SceneObject(
                        segment.mark(),
                        segment.segmentId(),
                        segment.category(),
                        ClassNoun.of(segment.category()).singular(),
                        segment.isThing(),
                        segment.bbox(),
                        attributes))
            .toList();
    List<SceneRelation> relations =
        List.of(
            new SceneRelation(1, "above", 2, Source.GEOMETRY, "centres 9 pixels apart"),
            new SceneRelation(2, "larger than", 1, Source.GEOMETRY, "2.5 times the pixels"));
    return row.withSceneGraph(
        SceneGraphJson.write(new SceneGraph(row.imageId(), WIDTH, HEIGHT, objects, relations)));
  }
}
