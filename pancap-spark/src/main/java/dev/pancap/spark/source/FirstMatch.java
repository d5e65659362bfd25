package dev.pancap.spark.source;

import dev.pancap.config.ConfigException;
import dev.pancap.quarantine.BadRecordException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Watches whether any of the first files that an annotation names is in its folder: if none is, the
 * user has named the wrong folder and nothing else needs to be tried. Only the named files are
 * asked for, as a bucket takes minutes to list.
 */
final class FirstMatch {
  private static final int ENOUGH = 1000;

  private final String option;
  private final String folder;
  private final Configuration hadoop;
  private boolean found;
  private int asked;
  private String example = "";

  FirstMatch(String option, String folder, Configuration hadoop) {
    this.option = option;
    this.folder = folder;
    this.hadoop = hadoop;
  }

  /**
   * @throws ConfigException once enough files have been missed
   */
  void look(String name) throws IOException {
    if (found) {
      return;
    }
    try {
      Path path = new Path(ImageFolders.resolve(folder, name));
      found = path.getFileSystem(hadoop).exists(path);
    } catch (BadRecordException unsafe) {
      // The image is set aside later; here it matches nothing.
      found = false;
    }
    asked++;
    example = asked == 1 ? name : example;
    if (asked == ENOUGH) {
      require();
    }
  }

  /**
   * @throws ConfigException if files were looked for and none was there
   */
  void require() {
    ConfigException.check(
        found || asked == 0,
        "%s %s holds none of the %d files looked for, such as %s: is it the right folder?",
        option,
        folder,
        asked,
        example);
  }
}
