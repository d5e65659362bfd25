package dev.pancap.eval.fid;

import dev.pancap.config.ConfigException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Reads features: {@code .npy} with a row a picture, or {@code .npz} with {@code mu} and {@code
 * sigma} as pytorch-fid stores them.
 */
public final class FeatureFiles {
  private FeatureFiles() {}

  /**
   * @throws ConfigException if the file is missing or not what its ending says
   */
  public static Gaussian read(Path file) {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return file.toString().endsWith(".npz")
          ? readStatistics(bytes, file)
          : readFeatures(bytes, file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + " does not exist", e);
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(file, e), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ConfigException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Gaussian readFeatures(InputStream bytes, Path file) throws IOException {
    NumpyArray array = new NumpyArray(bytes, file.toString());
    long[] shape = array.shape();
    ConfigException.check(
        shape.length == 2, "%s must be a table with a row a picture, of two dimensions", file);
    FeatureState state = new FeatureState(Math.toIntExact(shape[1]));
    array.readRows(state::add);
    return state.toGaussian();
  }

  private static Gaussian readStatistics(InputStream bytes, Path file) throws IOException {
    double[] mean = null;
    DMatrixRMaj covariance = null;
    ZipInputStream zip = new ZipInputStream(bytes);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().equals("mu.npy")) {
        mean = rows(zip, file).get(0);
      } else if (entry.getName().equals("sigma.npy")) {
        List<double[]> rows = rows(zip, file);
        covariance = new DMatrixRMaj(rows.toArray(new double[0][]));
      }
    }
    return gaussian(mean, covariance, file);
  }

  private static List<double[]> rows(InputStream bytes, Path file) throws IOException {
    List<double[]> rows = new ArrayList<>();
    new NumpyArray(bytes, file.toString()).readRows(rows::add);
    return rows;
  }

  private static Gaussian gaussian(
      double @Nullable [] mean, @Nullable DMatrixRMaj covariance, Path file) {
    if (mean == null || covariance == null) {
      throw new ConfigException(file + " must hold 'mu' and 'sigma'");
    }
    return new Gaussian(mean, covariance, 0);
  }
}
