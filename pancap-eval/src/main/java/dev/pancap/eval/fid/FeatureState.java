package dev.pancap.eval.fid;

import java.io.Serializable;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Count, mean and co-moments of feature vectors; states of disjoint sets merge into the state of
 * their union (Chan, Golub and LeVeque 1979). Vectors are taken in by blocks, since one at a time
 * would go through the whole matrix for each. Not safe for use by several threads.
 */
public final class FeatureState implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int BLOCK = 512;

  private final int dimension;
  private long count;
  private final double[] mean;

  /** The sum of the outer products of the deviations from the mean, row by row. */
  private final double[] moments;

  private final double[] block;
  private int inBlock;

  public FeatureState(int dimension) {
    if (dimension <= 0 || dimension > 8192) {
      throw new IllegalArgumentException("A feature has 1 to 8192 numbers: " + dimension);
    }
    this.dimension = dimension;
    mean = new double[dimension];
    moments = new double[dimension * dimension];
    block = new double[BLOCK * dimension];
  }

  public int dimension() {
    return dimension;
  }

  /**
   * @throws IllegalArgumentException if the vector has another length or holds a number that is not
   *     finite
   */
  public void add(double[] feature) {
    if (feature.length != dimension) {
      throw new IllegalArgumentException(
          "A feature of %d numbers among features of %d".formatted(feature.length, dimension));
    }
    for (double value : feature) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("A feature holds " + value);
      }
    }
    System.arraycopy(feature, 0, block, inBlock * dimension, dimension);
    if (++inBlock == BLOCK) {
      flush();
    }
  }

  /** Takes in what the other one counted. */
  public void merge(FeatureState other) {
    if (other.dimension != dimension) {
      throw new IllegalArgumentException(
          "Features of %d and of %d numbers".formatted(dimension, other.dimension));
    }
    flush();
    other.flush();
    merge(other.count, other.mean, other.moments);
  }

  private void merge(long otherCount, double[] otherMean, double[] otherMoments) {
    if (otherCount == 0) {
      return;
    }
    double total = count + otherCount;
    double weight = count * (otherCount / total);
    double[] delta = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      delta[i] = otherMean[i] - mean[i];
      mean[i] += delta[i] * (otherCount / total);
    }
    for (int i = 0; i < dimension; i++) {
      double scaled = delta[i] * weight;
      for (int j = 0; j < dimension; j++) {
        moments[i * dimension + j] += otherMoments[i * dimension + j] + scaled * delta[j];
      }
    }
    count += otherCount;
  }

  private void flush() {
    if (inBlock == 0) {
      return;
    }
    double[] blockMean = new double[dimension];
    for (int r = 0; r < inBlock; r++) {
      for (int i = 0; i < dimension; i++) {
        blockMean[i] += block[r * dimension + i] / inBlock;
      }
    }
    DMatrixRMaj centred = new DMatrixRMaj(inBlock, dimension);
    for (int r = 0; r < inBlock; r++) {
      for (int i = 0; i < dimension; i++) {
        centred.data[r * dimension + i] = block[r * dimension + i] - blockMean[i];
      }
    }
    DMatrixRMaj products = new DMatrixRMaj(dimension, dimension);
    CommonOps_DDRM.multInner(centred, products);
    int rows = inBlock;
    inBlock = 0;
    merge(rows, blockMean, products.data);
  }

  /** Mean and sample covariance (divisor n - 1). */
  public Gaussian toGaussian() {
    flush();
    if (count < 2) {
      throw new IllegalArgumentException("A covariance needs two features, not " + count);
    }
    DMatrixRMaj covariance = new DMatrixRMaj(dimension, dimension);
    for (int i = 0; i < moments.length; i++) {
      covariance.data[i] = moments[i] / (count - 1);
    }
    return new Gaussian(mean.clone(), covariance, count);
  }
}
