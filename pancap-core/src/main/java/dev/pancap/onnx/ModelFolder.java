package dev.pancap.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.model.RequestKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model's folder in the Hugging Face layout: JSON files, and ONNX graphs in {@code onnx/}. A
 * missing or wrong file is one {@link ConfigException} that names the file.
 */
public final class ModelFolder {
  /** Above the largest tokenizer.json that is published (34 MB). */
  private static final long MAX_JSON_BYTES = 64L << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private ModelFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * @param setting the setting or option that names the folder, for the message
   * @throws ConfigException if there is no such folder
   */
  public static ModelFolder open(String folder, String setting) {
    ConfigException.check(
        !folder.isBlank(),
        "%s is empty; set it to a model's folder on this machine, such as one downloaded from"
            + " Hugging Face with its onnx/ files",
        setting);
    Path path = Path.of(folder);
    ConfigException.check(
        Files.isDirectory(path), "%s: there is no folder %s on this machine", setting, path);
    return new ModelFolder(path.toAbsolutePath().normalize());
  }

  public Path path() {
    return folder;
  }

  /** The folder's own name, which is what people call the model. */
  public String name() {
    Path name = folder.getFileName();
    return name == null ? "model" : name.toString();
  }

  /**
   * @throws ConfigException if the file is missing or no JSON object
   */
  public ConfigFile config(String fileName) {
    return findConfig(fileName)
        .orElseThrow(
            () ->
                new ConfigException(
                    "%s is missing; the model's folder must hold it".formatted(resolve(fileName))));
  }

  /**
   * @return the file, or nothing if it is not there
   * @throws ConfigException if it is there and no JSON object
   */
  public Optional<ConfigFile> findConfig(String fileName) {
    Path file = resolve(fileName);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      long size = Files.size(file);
      ConfigException.check(
          size <= MAX_JSON_BYTES, "%s has %d bytes, more than %d", file, size, MAX_JSON_BYTES);
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      ConfigException.check(root != null && root.isObject(), "%s is not a JSON object", file);
      return Optional.of(new ConfigFile(file, root));
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          "%s is not JSON (line %d)".formatted(file, e.getLocation().getLineNr()), e);
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The file of a graph.
   *
   * @param name such as {@code vision_encoder}
   * @param suffix of a smaller variant, such as {@code _fp16} or {@code _q4}; empty for fp32
   * @throws ConfigException if it is not there; the message lists the variants that are
   */
  public Path graph(String name, String suffix) {
    Path file = resolve("onnx/" + name + suffix + ".onnx");
    if (!Files.isRegularFile(file)) {
      List<String> there = suffixesOf(name);
      throw new ConfigException(
          "%s is missing; %s"
              .formatted(
                  file,
                  there.isEmpty()
                      ? "the folder has no variant of it"
                      : "variants there, by suffix: " + String.join(", ", there)));
    }
    return file;
  }

  /** The files of the folder, by name; graphs lie in {@code onnx/}. */
  public Path resolve(String fileName) {
    return folder.resolve(fileName);
  }

  /**
   * A hash over the content of files, side files with weights ({@code .onnx_data}) included.
   *
   * @param files of this folder; those that are not there do not count
   */
  public String fingerprint(List<Path> files) {
    RequestKey key = RequestKey.start();
    for (Path file : files) {
      for (Path part : List.of(file, Path.of(file + "_data"))) {
        if (Files.isRegularFile(part)) {
          key.with(folder.relativize(part).toString().replace('\\', '/'), sha256(part));
        }
      }
    }
    return key.hex();
  }

  private static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private List<String> suffixesOf(String graph) {
    List<String> suffixes = new ArrayList<>();
    Path onnx = folder.resolve("onnx");
    if (!Files.isDirectory(onnx)) {
      return suffixes;
    }
    try (Stream<Path> files = Files.list(onnx)) {
      files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith(graph) && name.endsWith(".onnx"))
          .map(name -> name.substring(graph.length(), name.length() - ".onnx".length()))
          .filter(suffix -> suffix.isEmpty() || suffix.startsWith("_"))
          .map(suffix -> suffix.isEmpty() ? "(none)" : suffix)
          .sorted()
          .forEach(suffixes::add);
    } catch (IOException e) {
      throw new ConfigException("%s cannot be listed: %s".formatted(onnx, e.getMessage()), e);
    }
    return suffixes;
  }
}
