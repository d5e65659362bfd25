package dev.pancap.segment;

import dev.pancap.image.ImageSize;
import dev.pancap.panoptic.LabelMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The merge as its definition says it, pixel by pixel and query by query: slow, and written without
 * a look at {@link PanopticMerge}.
 */
final class PlainMerge {
  private PlainMerge() {}

  static MergedMasks merge(
      MaskLogits masks, QueryClass[] classes, PanopticMerge.MergeRules rules, ImageSize size) {
    int width = size.width();
    int height = size.height();
    List<Integer> kept = new ArrayList<>();
    for (int q = 0; q < classes.length; q++) {
      if (classes[q].label() >= 0 && classes[q].score() > rules.thresholds().score()) {
        kept.add(q);
      }
    }
    int[] winner = new int[width * height];
    int[] won = new int[kept.size()];
    int[] own = new int[kept.size()];
    for (int pixel = 0; pixel < winner.length && !kept.isEmpty(); pixel++) {
      float most = -1;
      for (int k = 0; k < kept.size(); k++) {
        int q = kept.get(k);
        float value = probability(masks, q, pixel % width, pixel / width, size);
        value *= classes[q].score();
        if (value >= (float) rules.thresholds().mask()) {
          own[k]++;
        }
        if (value > most) {
          most = value;
          winner[pixel] = k;
        }
      }
      won[winner[pixel]]++;
    }
    return number(kept, classes, rules, new Counts(winner, won, own), size);
  }

  private record Counts(int[] winner, int[] won, int[] own) {}

  private static MergedMasks number(
      List<Integer> kept,
      QueryClass[] classes,
      PanopticMerge.MergeRules rules,
      Counts counts,
      ImageSize size) {
    IntPredicate fuses = rules.fuses();
    int[] ids = new int[kept.size()];
    List<ScoredSegment> segments = new ArrayList<>();
    for (int k = 0; k < ids.length; k++) {
      QueryClass found = classes[kept.get(k)];
      boolean keeps =
          counts.won[k] > 0
              && counts.own[k] > 0
              && (float) counts.won[k] / counts.own[k] > rules.thresholds().overlap()
              && rules.known().test(found.label());
      if (!keeps) {
        continue;
      }
      ScoredSegment same = null;
      for (ScoredSegment segment : segments) {
        if (fuses.test(found.label()) && segment.label() == found.label()) {
          same = segment;
        }
      }
      if (same == null) {
        ids[k] = segments.size() + 1;
        segments.add(new ScoredSegment(ids[k], found.label(), found.score()));
      } else {
        ids[k] = same.id();
        if (found.score() > same.score()) {
          segments.set(same.id() - 1, new ScoredSegment(same.id(), found.label(), found.score()));
        }
      }
    }
    int[] map = new int[counts.winner.length];
    for (int pixel = 0; pixel < map.length; pixel++) {
      map[pixel] = ids.length == 0 ? 0 : ids[counts.winner[pixel]];
    }
    return new MergedMasks(LabelMap.wrap(size.width(), size.height(), map), segments);
  }

  private static float probability(MaskLogits masks, int q, int x, int y, ImageSize size) {
    float sourceX = at(x, masks.width(), size.width());
    float sourceY = at(y, masks.height(), size.height());
    int x0 = (int) sourceX;
    int y0 = (int) sourceY;
    float right = sourceX - x0;
    float down = sourceY - y0;
    float upper = (1 - right) * sigmoid(masks, q, x0, y0) + right * sigmoid(masks, q, x0 + 1, y0);
    float lower =
        (1 - right) * sigmoid(masks, q, x0, y0 + 1) + right * sigmoid(masks, q, x0 + 1, y0 + 1);
    return (1 - down) * upper + down * lower;
  }

  private static float at(int target, int sourceSize, int targetSize) {
    float scale = (float) sourceSize / targetSize;
    return Math.max(0, scale * (target + 0.5f) - 0.5f);
  }

  private static float sigmoid(MaskLogits masks, int q, int x, int y) {
    int column = Math.min(x, masks.width() - 1);
    int row = Math.min(y, masks.height() - 1);
    float logit = masks.values()[(q * masks.height() + row) * masks.width() + column];
    return (float) (1 / (1 + Math.exp(-(double) logit)));
  }
}
