package dev.pancap.spark.audit;

import dev.pancap.audit.AuditedMask;
import dev.pancap.audit.AuditedMask.State;
import dev.pancap.audit.CaptionAudit;
import dev.pancap.audit.CaptionLook;
import dev.pancap.config.LimitsConfig;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.InputFiles;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stage: reads the mask of each caption and looks at both. */
public final class LookAtCaptions {
  private static final Logger log = LoggerFactory.getLogger(LookAtCaptions.class);

  /** Captions of a task: enough to be worth one. */
  private static final int ROWS_A_TASK = 500;

  /** Captions travel with the plan of a job, and Spark's messages hold 128 MB. */
  private static final int ROWS_A_JOB = 16_000;

  private final LimitsConfig limits;
  private final HadoopSettings hadoop;

  public LookAtCaptions(LimitsConfig limits, HadoopSettings hadoop) {
    this.limits = limits;
    this.hadoop = hadoop;
  }

  /** A look, and the place of its caption in the set. */
  public record LookedAt(int row, CaptionLook look) implements Serializable {}

  /** The looks, in the order of the captions. */
  public List<CaptionLook> apply(SparkSession spark, List<AuditInput> captions) {
    List<LookedAt> looks = new ArrayList<>(captions.size());
    for (int from = 0; from < captions.size(); from += ROWS_A_JOB) {
      List<AuditInput> some = captions.subList(from, Math.min(captions.size(), from + ROWS_A_JOB));
      looks.addAll(
          spark
              .createDataset(some, RecordEncoders.of(AuditInput.class))
              .repartition(1 + some.size() / ROWS_A_TASK)
              .map(new Look(limits, hadoop), RecordEncoders.of(LookedAt.class))
              .collectAsList());
      log.info("{} of {} captions looked at", looks.size(), captions.size());
    }
    return looks.stream()
        .sorted(Comparator.comparingInt(LookedAt::row))
        .map(LookedAt::look)
        .toList();
  }

  /** Looks at one caption. */
  record Look(LimitsConfig limits, HadoopSettings hadoop)
      implements MapFunction<AuditInput, LookedAt> {
    @Override
    public LookedAt call(AuditInput input) {
      return new LookedAt(input.row(), CaptionAudit.look(input.caption(mask(input))));
    }

    private AuditedMask mask(AuditInput input) {
      if (input.maskFile().isEmpty()) {
        return input.mask();
      }
      try {
        byte[] png =
            InputFiles.read(
                input.maskFile(),
                limits.maxFileBytes(),
                InputFiles.Reasons.MASK,
                hadoop.configuration());
        return found(PanopticPng.decode(png, limits), input);
      } catch (BadRecordException e) {
        State state = e.reason() == Reason.MASK_MISSING ? State.MISSING : State.UNREADABLE;
        return AuditedMask.of(state, String.valueOf(e.getMessage()));
      }
    }

    private static AuditedMask found(LabelMap map, AuditInput input) {
      BitSet found = new BitSet();
      int last = LabelMap.VOID;
      for (int pixel = 0; pixel < map.pixels(); pixel++) {
        int id = map.idAt(pixel);
        if (id != last) {
          found.set(id);
          last = id;
        }
      }
      found.clear(LabelMap.VOID);
      return found.isEmpty()
          ? AuditedMask.of(State.EMPTY, input.maskFile() + " is all void")
          : new AuditedMask(
              State.THERE,
              input.ids().stream().filter(id -> id >= 0 && !found.get(id)).sorted().toList(),
              input.maskFile());
    }
  }
}
