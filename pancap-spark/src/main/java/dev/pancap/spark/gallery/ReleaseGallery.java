package dev.pancap.spark.gallery;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.config.PancapConfig;
import dev.pancap.export.OpenRelease;
import dev.pancap.gallery.GalleryHeader;
import dev.pancap.gallery.GalleryItem;
import dev.pancap.gallery.GalleryPage;
import dev.pancap.quarantine.Rejection;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The gallery of a release, on any file system that Hadoop knows. */
public final class ReleaseGallery {
  /** More rejections than this are counted, not listed. */
  private static final int MOST_REJECTIONS = 200;

  private static final ObjectReader REJECTIONS =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build()
          .readerFor(Rejection.class);

  private final OpenRelease release;
  private final Configuration hadoop;

  private ReleaseGallery(OpenRelease release, Configuration hadoop) {
    this.release = release;
    this.hadoop = hadoop;
  }

  /**
   * @param release a release, or the folder that {@code build} wrote to: then its current release
   * @throws ConfigException if there is no complete release
   */
  public static ReleaseGallery open(String release, Configuration hadoop) throws IOException {
    return new ReleaseGallery(OpenRelease.of(release, hadoop), hadoop);
  }

  /** What was written. */
  public record Written(String version, int pictures, long published, long quarantined) {}

  /**
   * Writes the page.
   *
   * @param choice which pictures
   * @throws ConfigException if a wanted image is not in the release
   */
  public Written write(Writer out, ReleaseChoice choice, PancapConfig config) throws IOException {
    List<Path> files = dataFiles();
    ReleaseFigures figures = ReleaseFigures.of(files, choice.wanted(), hadoop);
    choice.check(figures.found());
    List<Rejection> rejections = new ArrayList<>();
    long quarantined = readRejections(rejections);
    try (ReleaseItems items =
        new ReleaseItems(files, choice.positions(figures), hadoop, config.limits())) {
      CountingIterator counted = new CountingIterator(items);
      new GalleryPage(config.overlay())
          .write(out, header(figures, quarantined, choice), counted, rejections.iterator());
      return new Written(release.manifest().version(), counted.count, figures.rows(), quarantined);
    }
  }

  private GalleryHeader header(ReleaseFigures figures, long quarantined, ReleaseChoice choice) {
    List<GalleryHeader.Figure> shown = new ArrayList<>();
    shown.add(figure("published", "%,d", figures.rows()));
    shown.add(figure("quarantined", "%,d", quarantined));
    shown.add(figure("words a caption", "%.1f", figures.meanWords()));
    shown.add(figure("masks a picture", "%.1f", figures.meanMasks()));
    shown.add(figure("of them named", "%.1f %%", 100 * figures.mentionedShare()));
    shown.add(new GalleryHeader.Figure("model", figures.model()));
    return new GalleryHeader(
        "Release " + release.manifest().version(),
        choice.describe(figures.rows())
            + " Made on "
            + release.manifest().createdAt().replaceFirst("[.]\\d+Z$", "Z")
            + ".",
        shown);
  }

  private static GalleryHeader.Figure figure(String label, String format, Object value) {
    return new GalleryHeader.Figure(label, String.format(Locale.ROOT, format, value));
  }

  private List<Path> dataFiles() {
    return release.dataFiles().stream().map(file -> new Path(release.root(), file.path())).toList();
  }

  /** All are counted, the first ones kept. */
  private long readRejections(List<Rejection> kept) throws IOException {
    Path lines = new Path(release.root(), "quarantine/quarantine.jsonl");
    long count = 0;
    try (InputStream in = lines.getFileSystem(hadoop).open(lines);
        MappingIterator<Rejection> rejections = REJECTIONS.readValues(in)) {
      while (rejections.hasNextValue()) {
        Rejection rejection = rejections.nextValue();
        if (count++ < MOST_REJECTIONS) {
          kept.add(rejection);
        }
      }
    } catch (FileNotFoundException e) {
      return 0;
    }
    return count;
  }

  private static final class CountingIterator implements Iterator<GalleryItem> {
    private final Iterator<GalleryItem> items;
    private int count;

    CountingIterator(Iterator<GalleryItem> items) {
      this.items = items;
    }

    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public GalleryItem next() {
      count++;
      return items.next();
    }
  }
}
