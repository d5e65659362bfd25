package dev.pancap.spark.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.fid.FeatureFiles;
import dev.pancap.eval.fid.Gaussian;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import dev.pancap.spark.report.FeatureParquet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap evaluate fid}: the Fréchet distance of two sets of features. */
@Command(
    name = "fid",
    mixinStandardHelpOptions = true,
    description = {
      "The Fréchet distance of two sets of features (FID, with Inception features; FD-DINOv2 with"
          + " DINOv2's).",
      "A set is a .npy table or a Parquet file with a row a picture, or a .npz with 'mu' and 'sigma'"
          + " as pytorch-fid stores it. Features of pytorch-fid and of clean-fid differ: name which you used."
    },
    footer = {"", "Example:", "  pancap evaluate fid --truth real.npy --predictions generated.npy"})
public final class EvaluateFidCommand implements Callable<Integer> {
  @Option(
      names = "--truth",
      required = true,
      paramLabel = "FILE",
      description = "Features of the real pictures.")
  private Path truth;

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "FILE",
      description = "Features of the generated pictures.")
  private Path predictions;

  @Mixin private ResultOptions results;

  @Override
  public Integer call() throws IOException {
    Gaussian real = read(truth);
    Gaussian generated = read(predictions);
    int dimension = real.mean().length;
    ConfigException.check(
        dimension == generated.mean().length,
        "%s has features of %d numbers, %s of %d",
        truth,
        dimension,
        predictions,
        generated.mean().length);
    double distance = real.frechetDistance(generated);
    ObjectNode json = MetricResult.object();
    MetricResult.put(json, "fid", distance);
    json.put("dimension", dimension);
    json.put("truth_features", real.samples()).put("predicted_features", generated.samples());
    results.write(
        json,
        TextTable.of("", "FID", "dimension", "truth", "predicted")
            .row(
                "Fréchet distance",
                TextTable.figure(distance, 4),
                String.valueOf(dimension),
                String.valueOf(real.samples()),
                String.valueOf(generated.samples()))
            .toString());
    return 0;
  }

  private static Gaussian read(Path file) throws IOException {
    if (!file.toString().endsWith(".parquet")) {
      return FeatureFiles.read(file);
    }
    ConfigException.check(Files.exists(file), "%s does not exist", file);
    return FeatureParquet.read(file.toUri().toString(), new Configuration());
  }
}
