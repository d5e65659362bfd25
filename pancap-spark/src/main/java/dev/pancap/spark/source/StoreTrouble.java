package dev.pancap.spark.source;

import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException;

/** Says in plain words why a file system or object store does not let itself be used. */
public final class StoreTrouble {
  private StoreTrouble() {}

  /** What a user can do something about; else the store's own words. */
  public static String of(String path, Throwable failure) {
    boolean isDenied = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownStoreException) {
        return "there is no bucket " + new Path(path).toUri().getHost();
      }
      if (cause instanceof NoAuthWithAWSException) {
        return "no credentials were found; set them in the environment (AWS_ACCESS_KEY_ID,"
            + " AWS_SECRET_ACCESS_KEY) or name a provider in fs.s3a.aws.credentials.provider";
      }
      isDenied |=
          cause instanceof AccessDeniedException
              || cause instanceof org.apache.hadoop.security.AccessControlException;
    }
    return isDenied
        ? "access is denied; check the credentials and what they may do there"
        : String.valueOf(failure.getMessage());
  }
}
