package dev.pancap.spark.lineage;

import dev.pancap.spark.BuildRequest;
import dev.pancap.spark.BuildSummary;
import dev.pancap.spark.Versions;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.utils.DatasetIdentifier;
import io.openlineage.client.utils.UUIDUtils;
import io.openlineage.client.utils.filesystem.FilesystemDatasetUtils;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The events of one run of a build. All of them name the same run, job and data. */
final class LineageEvents {
  private static final String NAMESPACE = "pancap";

  private final OpenLineage words = new OpenLineage(URI.create("urn:pancap:" + Versions.pancap()));
  private final UUID run = UUIDUtils.generateNewUUID();
  private final String split;
  private final List<DatasetIdentifier> inputs = new ArrayList<>();
  private final DatasetIdentifier output;
  private final Clock clock;

  LineageEvents(BuildRequest request, Configuration hadoop, Clock clock) {
    this.split = request.split();
    for (String input : request.source().inputs()) {
      inputs.add(identify(input, hadoop));
    }
    this.output = identify(request.outputDir(), hadoop);
    this.clock = clock;
  }

  /** As OpenLineage names files: by their store, and their path in it. */
  private static DatasetIdentifier identify(String path, Configuration hadoop) {
    Path here = new Path(System.getProperty("user.dir"));
    return FilesystemDatasetUtils.fromLocation(
        new Path(path).makeQualified(FileSystem.getDefaultUri(hadoop), here).toUri());
  }

  RunEvent started() {
    return event(RunEvent.EventType.START, words.newRunFacetsBuilder(), List.of(outputs().build()));
  }

  /** Without an output where the run's budget ended before there was one. */
  RunEvent completed(BuildSummary done) {
    OpenLineage.OutputDataset written =
        outputs()
            .facets(
                words
                    .newDatasetFacetsBuilder()
                    .version(words.newDatasetVersionDatasetFacet(done.version()))
                    .build())
            .outputFacets(
                words
                    .newOutputDatasetOutputFacetsBuilder()
                    .outputStatistics(
                        words
                            .newOutputStatisticsOutputDatasetFacetBuilder()
                            .rowCount(done.published())
                            .build())
                    .build())
            .build();
    return event(
        RunEvent.EventType.COMPLETE,
        words.newRunFacetsBuilder(),
        done.version().isEmpty() ? List.of() : List.of(written));
  }

  RunEvent failed(String why) {
    return event(
        RunEvent.EventType.FAIL,
        words
            .newRunFacetsBuilder()
            .errorMessage(
                words
                    .newErrorMessageRunFacetBuilder()
                    .message(why)
                    .programmingLanguage("JAVA")
                    .build()),
        List.of(outputs().build()));
  }

  private OpenLineage.OutputDatasetBuilder outputs() {
    return words.newOutputDatasetBuilder().namespace(output.getNamespace()).name(output.getName());
  }

  private RunEvent event(
      RunEvent.EventType type,
      OpenLineage.RunFacetsBuilder facets,
      List<OpenLineage.OutputDataset> outputs) {
    OpenLineage.Job job =
        words
            .newJobBuilder()
            .namespace(NAMESPACE)
            .name("build " + split)
            .facets(
                words
                    .newJobFacetsBuilder()
                    .jobType(
                        words
                            .newJobTypeJobFacetBuilder()
                            .processingType("BATCH")
                            .integration("PANCAP")
                            .jobType("BUILD")
                            .build())
                    .build())
            .build();
    return words
        .newRunEventBuilder()
        .eventType(type)
        .eventTime(clock.instant().atZone(ZoneOffset.UTC))
        .run(words.newRun(run, facets.build()))
        .job(job)
        .inputs(
            inputs.stream()
                .map(
                    input ->
                        words
                            .newInputDatasetBuilder()
                            .namespace(input.getNamespace())
                            .name(input.getName())
                            .build())
                .toList())
        .outputs(outputs)
        .build();
  }
}
