package dev.pancap.export;

import dev.pancap.config.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats that a release can be exported to. */
public enum ExportFormat {
  /** Conversations as LLaVA's training reads them. */
  LLAVA,
  /** PNG masks and JSON as panopticapi reads them, with COCO instances and captions beside. */
  COCO_PANOPTIC;

  /** The name on the command line, such as {@code coco-panoptic}. */
  public String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws ConfigException if there is no such format
   */
  public static ExportFormat of(String option) {
    return Arrays.stream(values())
        .filter(format -> format.option().equals(option))
        .findAny()
        .orElseThrow(
            () ->
                new ConfigException(
                    "--format %s is not known; there are %s"
                        .formatted(
                            option,
                            Arrays.stream(values())
                                .map(ExportFormat::option)
                                .collect(Collectors.joining(", ")))));
  }

  Exporter exporter(ReleaseExport export, int part, RowPictures pictures, PartWriter to) {
    return switch (this) {
      case LLAVA -> new LlavaExporter(export.settings());
      case COCO_PANOPTIC -> new CocoPanopticExporter(export.settings().split());
    };
  }

  /** The files that are put together from the sections of all parts. */
  List<AssembledFile> assembled(ExportSettings settings) {
    return switch (this) {
      case LLAVA -> LlavaExporter.assembled(settings);
      case COCO_PANOPTIC -> CocoPanopticExporter.assembled(settings.split());
    };
  }
}
