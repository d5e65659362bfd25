package dev.pancap.eval.pgc;

import dev.pancap.eval.caption.CaptionedImage;
import dev.pancap.eval.panoptic.ImageQuality;
import dev.pancap.eval.panoptic.PanopticReport;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What became of an image of the truth: its masks' quality and its captions, or a problem. */
public record PgcImage(
    @Nullable ImageQuality quality,
    @Nullable CaptionedImage captions,
    PanopticReport.@Nullable Problem problem)
    implements Serializable {}
