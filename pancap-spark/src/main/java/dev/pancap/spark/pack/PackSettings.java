package dev.pancap.spark.pack;

import dev.pancap.config.PackConfig;
import dev.pancap.config.RunConfig;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.source.ImageFolders;
import java.io.Serializable;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks of a pack need to know.
 *
 * @param folders that are packed
 * @param out the folder of the pack
 * @param maxFileBytes larger files are not packed
 * @param done counts images for the progress that is shown, and for nothing else
 */
public record PackSettings(
    ImageFolders folders,
    String out,
    PackConfig layout,
    long maxFileBytes,
    RunConfig run,
    HadoopSettings hadoop,
    LongAccumulator done)
    implements Serializable {}
