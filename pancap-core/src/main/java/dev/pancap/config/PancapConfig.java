package dev.pancap.config;

import dev.pancap.features.FeaturesConfig;
import dev.pancap.overlay.OverlayConfig;
import dev.pancap.segment.SegmentConfig;
import java.io.Serializable;

/** All settings of a run. Read once, in main; everything below takes the part that it needs. */
public record PancapConfig(
    ModelConfig model,
    PromptsConfig prompts,
    LimitsConfig limits,
    OverlayConfig overlay,
    SegmentConfig segment,
    FeaturesConfig features,
    RunConfig run,
    GatesConfig gates,
    ReleaseConfig release,
    PackConfig pack,
    NightlyConfig nightly)
    implements Serializable {}
