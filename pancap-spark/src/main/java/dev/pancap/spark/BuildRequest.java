package dev.pancap.spark;

import dev.pancap.config.PancapConfig;
import dev.pancap.model.Prompts;
import dev.pancap.spark.source.ImageSource;

/**
 * What a build is asked to do.
 *
 * @param outputDir where releases, journal, edits and runs are; a Hadoop path
 * @param split the name of the split that the images are published in
 * @param embedImages whether the pictures' bytes go into the release
 */
public record BuildRequest(
    ImageSource source,
    String outputDir,
    String split,
    boolean embedImages,
    PancapConfig config,
    Prompts prompts) {}
