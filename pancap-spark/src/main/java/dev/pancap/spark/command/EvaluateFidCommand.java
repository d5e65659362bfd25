package dev.pancap.spark.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.fid.FeatureFiles;
import dev.pancap.eval.fid.Gaussian;
import dev.pancap.eval.fid.OnnxFeatures;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.report.FeatureParquet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pancap evaluate fid}: the Fréchet distance of two sets of features. */
@Command(
    name = "fid",
    mixinStandardHelpOptions = true,
    description = {
      "The Fréchet distance of two sets of features (FID, with Inception features; FD-DINOv2 with"
          + " DINOv2's).",
      "A set is a .npy table or a Parquet file with a row a picture, or a .npz with 'mu' and 'sigma'"
          + " as pytorch-fid stores it. Features of pytorch-fid and of clean-fid differ: name which you used.",
      "With --model a set may also be a folder of pictures, whose features the network finds."
    },
    footer = {
      "",
      "Example:",
      "  pancap evaluate fid --truth real.npy --predictions generated.npy",
      "  pancap evaluate fid --truth photos --predictions generated --model inception"
    })
public final class EvaluateFidCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Option(
      names = "--truth",
      required = true,
      paramLabel = "PATH",
      description = "Features of the real pictures, or with --model the pictures.")
  private Path truth;

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "PATH",
      description = "Features of the generated pictures, or with --model the pictures.")
  private Path predictions;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = {
        "Folder with model.onnx, a graph from pictures to one feature each. Size and scale",
        "as its preprocessor_config.json says, else Inception's: 299 x 299, -1 to 1."
      })
  private @Nullable Path model;

  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;

  @Mixin private NoSparkOption noSpark;
  @Mixin private ResultOptions results;

  @Override
  public Integer call() throws IOException {
    if (model == null) {
      report(read(truth), read(predictions), null);
      return 0;
    }
    try (OnnxFeatures features = OnnxFeatures.open(model)) {
      report(find(truth, features), find(predictions, features), features.description());
    }
    return 0;
  }

  private Gaussian find(Path set, OnnxFeatures features) throws IOException {
    if (!Files.isDirectory(set)) {
      return read(set);
    }
    List<String> bad = new ArrayList<>();
    Gaussian found = features.ofPictures(set, settings.read().limits(), bad);
    PrintWriter err = spec.commandLine().getErr();
    bad.stream().limit(SHOWN).forEach(line -> err.println("left out: " + line));
    if (bad.size() > SHOWN) {
      err.printf("left out: %,d more pictures%n", bad.size() - SHOWN);
    }
    err.flush();
    return found;
  }

  private void report(Gaussian real, Gaussian generated, @Nullable String features) {
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
    if (features != null) {
      json.put("features", features);
    }
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
  }

  private static Gaussian read(Path file) throws IOException {
    ConfigException.check(
        !Files.isDirectory(file), "%s is a folder; for pictures give --model, too", file);
    if (!file.toString().endsWith(".parquet")) {
      return FeatureFiles.read(file);
    }
    ConfigException.check(Files.exists(file), "%s does not exist", file);
    return FeatureParquet.read(file.toUri().toString(), HadoopSettings.ofProcess().configuration());
  }
}
