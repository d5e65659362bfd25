package dev.pancap.export;

import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats that a release can be exported to. */
public enum ExportFormat {
  /** Conversations as LLaVA's training reads them. */
  LLAVA,
  /** PNG masks and JSON as panopticapi reads them, with COCO instances and captions beside. */
  COCO_PANOPTIC,
  /** Tar shards of pictures, masks, captions and JSON. */
  WEBDATASET,
  /** The published form of COCONut-PanCap: a tar of a text file an image. */
  PANCAP_TXT,
  /** GLaMM's grounded conversations. */
  GCG,
  /** ConCor-1's Parquet: character spans, instance ids, masks. */
  CONCOR,
  /** The JSON twins of PanoCaps. */
  PANOCAPS,
  /** A simple prompt, the scene graph, and the prompt extended by it. */
  CCOT,
  /** Scene graphs as a submission to OpenPSG, which {@code evaluate scene-graph} scores. */
  PSG;

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
                    "--format %s is not known; there are %s, llava-mix"
                        .formatted(
                            option,
                            Arrays.stream(values())
                                .map(ExportFormat::option)
                                .collect(Collectors.joining(", ")))));
  }

  Exporter exporter(ReleaseExport export, int part, ExportPictures pictures, PartWriter to)
      throws IOException {
    return switch (this) {
      case LLAVA -> new LlavaExporter(export.settings());
      case COCO_PANOPTIC -> new CocoPanopticExporter(export.settings().split());
      case WEBDATASET -> new WebDatasetExporter(export, part, pictures, to);
      case PANCAP_TXT -> new PancapTextExporter(export.settings().split());
      case GCG -> new GcgExporter();
      case CONCOR -> new ConcorExporter(export, part, to, pictures.hadoop());
      case PANOCAPS -> new PanoCapsExporter();
      case CCOT -> new CcotExporter();
      case PSG -> new PsgExporter();
    };
  }

  /** Whether rows must have a scene graph. */
  public boolean needsSceneGraphs() {
    return this == CCOT || this == PSG;
  }

  /** The files that are put together from the sections of all parts. */
  List<AssembledFile> assembled(ExportSettings settings) {
    return switch (this) {
      case LLAVA -> LlavaExporter.assembled(settings);
      case COCO_PANOPTIC -> CocoPanopticExporter.assembled(settings.split());
      case WEBDATASET, CONCOR -> List.of();
      case PANCAP_TXT -> PancapTextExporter.assembled(settings.split());
      case GCG -> GcgExporter.assembled(settings.split());
      case PANOCAPS -> PanoCapsExporter.assembled(settings.split());
      case CCOT -> CcotExporter.assembled(settings.split());
      case PSG -> PsgExporter.assembled();
    };
  }
}
