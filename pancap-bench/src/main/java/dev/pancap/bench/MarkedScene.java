package dev.pancap.bench;

import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.Segment;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import dev.pancap.synth.SyntheticSegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A synthetic scene of 640 × 480 with so many segments, marked 1 to N, and its files. */
record MarkedScene(
    RgbImage pixels, LabelMap marks, List<Segment> segments, byte[] jpeg, byte[] maskPng) {

  /** The first scene of seed 7 that has the wanted number of segments. */
  static MarkedScene withSegments(int wanted) {
    SceneGenerator generator = new SceneGenerator(7, 640, 480);
    for (int index = 0; index < 10_000; index++) {
      SyntheticScene scene = generator.scene(index);
      if (scene.segments().size() == wanted) {
        return of(scene);
      }
    }
    throw new IllegalArgumentException("No scene has " + wanted + " segments");
  }

  int[] markNumbers() {
    return segments.stream().mapToInt(Segment::mark).toArray();
  }

  private static MarkedScene of(SyntheticScene scene) {
    Map<Integer, Integer> markOfId = new HashMap<>();
    List<Segment> segments = new ArrayList<>();
    for (SyntheticSegment segment : scene.segments()) {
      int mark = markOfId.size() + 1;
      markOfId.put(segment.segmentId(), mark);
      segments.add(segment(mark, segment));
    }
    int[] marks = scene.ids().toArray();
    for (int pixel = 0; pixel < marks.length; pixel++) {
      marks[pixel] = markOfId.getOrDefault(marks[pixel], LabelMap.VOID);
    }
    return new MarkedScene(
        scene.pixels(),
        LabelMap.wrap(scene.ids().width(), scene.ids().height(), marks),
        segments,
        scene.jpeg(),
        scene.maskPng());
  }

  private static Segment segment(int mark, SyntheticSegment segment) {
    BoundingBox box = segment.box();
    return new Segment(
        mark,
        segment.segmentId(),
        segment.category().id(),
        segment.category().name(),
        segment.category().isThing(),
        segment.isCrowd(),
        segment.areaPixels(),
        box,
        "",
        box.centerX(),
        box.centerY(),
        false,
        null);
  }
}
