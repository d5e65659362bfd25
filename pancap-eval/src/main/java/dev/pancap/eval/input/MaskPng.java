package dev.pancap.eval.input;

import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.quarantine.BadRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a PNG of ids that an evaluation cannot do without. */
public final class MaskPng {
  private MaskPng() {}

  /**
   * @throws ConfigException if the file is missing, too large, or no PNG of ids
   */
  public static LabelMap read(Path file, LimitsConfig limits) {
    try {
      ConfigException.check(
          Files.isRegularFile(file) && Files.size(file) <= limits.maxFileBytes(),
          "%s is missing, or larger than limits.max-file-bytes",
          file);
      return PanopticPng.decode(Files.readAllBytes(file), limits);
    } catch (BadRecordException e) {
      throw new ConfigException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(file, e), e);
    }
  }
}
