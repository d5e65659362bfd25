package dev.pancap.eval.fid;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Mean and covariance of a set of features.
 *
 * @param samples how many features, 0 where it is not known
 */
public record Gaussian(double[] mean, DMatrixRMaj covariance, long samples) {
  public Gaussian {
    if (covariance.numRows != mean.length || covariance.numCols != mean.length) {
      throw new IllegalArgumentException(
          "A mean of %d numbers with a covariance of %d x %d"
              .formatted(mean.length, covariance.numRows, covariance.numCols));
    }
  }

  /**
   * The squared Fréchet distance: |m1 - m2|² + tr S1 + tr S2 - 2 tr (S1 S2)^½. With S1 = L Lᵀ, S1
   * S2 has the eigenvalues of the symmetric Lᵀ S2 L, so one Cholesky factor and one set of
   * eigenvalues do; no matrix root is taken. May come out slightly below 0 for equal sets.
   *
   * @throws IllegalArgumentException if the dimensions differ
   */
  public double frechetDistance(Gaussian other) {
    if (other.mean.length != mean.length) {
      throw new IllegalArgumentException(
          "Features of %d and of %d numbers".formatted(mean.length, other.mean.length));
    }
    double squares = 0;
    for (int i = 0; i < mean.length; i++) {
      double off = mean[i] - other.mean[i];
      squares += off * off;
    }
    return squares
        + CommonOps_DDRM.trace(covariance)
        + CommonOps_DDRM.trace(other.covariance)
        - 2 * traceOfRoot(other);
  }

  private double traceOfRoot(Gaussian other) {
    int d = mean.length;
    DMatrixRMaj factor = choleskyFactor(covariance);
    DMatrixRMaj right = new DMatrixRMaj(d, d);
    CommonOps_DDRM.mult(other.covariance, factor, right);
    DMatrixRMaj product = new DMatrixRMaj(d, d);
    CommonOps_DDRM.multTransA(factor, right, product);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        double mean = (product.get(i, j) + product.get(j, i)) / 2;
        product.set(i, j, mean);
        product.set(j, i, mean);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, false, true);
    if (!eigen.decompose(product)) {
      throw new ArithmeticException("The eigenvalues of the covariances do not converge");
    }
    double trace = 0;
    for (int i = 0; i < d; i++) {
      trace += Math.sqrt(Math.max(0, eigen.getEigenvalue(i).getReal()));
    }
    return trace;
  }

  /**
   * The lower triangle L with L Lᵀ = S of a positive semi-definite S, singular ones too: where a
   * pivot is rounding, its column is 0.
   */
  private static DMatrixRMaj choleskyFactor(DMatrixRMaj s) {
    int d = s.numRows;
    double largest = 0;
    for (int i = 0; i < d; i++) {
      largest = Math.max(largest, s.get(i, i));
    }
    double least = largest * d * Math.ulp(1.0);
    DMatrixRMaj l = new DMatrixRMaj(d, d);
    for (int j = 0; j < d; j++) {
      double pivot = s.get(j, j) - dot(l, j, j, j);
      if (pivot <= least) {
        continue;
      }
      double root = Math.sqrt(pivot);
      l.set(j, j, root);
      for (int i = j + 1; i < d; i++) {
        l.set(i, j, (s.get(i, j) - dot(l, i, j, j)) / root);
      }
    }
    return l;
  }

  private static double dot(DMatrixRMaj l, int rowA, int rowB, int length) {
    double sum = 0;
    int a = rowA * l.numCols;
    int b = rowB * l.numCols;
    for (int k = 0; k < length; k++) {
      sum += l.data[a + k] * l.data[b + k];
    }
    return sum;
  }
}
