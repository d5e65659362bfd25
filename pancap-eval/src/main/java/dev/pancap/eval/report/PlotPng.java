package dev.pancap.eval.report;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.FloatSize;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plot as PNG on white, twice as many pixels as the SVG has units: sharp in print. It takes the
 * fonts of the machine, which the SVG does not; on one that has none there is no PNG.
 */
final class PlotPng {
  private static final Logger log = LoggerFactory.getLogger(PlotPng.class);
  private static final int SCALE = 2;

  /** Each plot is a file of its own here, so that its styles need not name it. */
  private static final Pattern OF_PLOT = Pattern.compile("#[\\w-]+ \\.");

  private static final Pattern FAMILY = Pattern.compile("font-family: [^;]*;");
  private static final List<String> FAMILIES =
      List.of("Helvetica", "Arial", "Liberation Sans", "Nimbus Sans");

  private final String family;

  private PlotPng(String family) {
    this.family = family;
  }

  /** Draws with the fonts of this machine, or not at all where it has none. */
  static Optional<PlotPng> ofThisMachine() {
    try {
      Set<String> families =
          Set.of(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames());
      return families.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new PlotPng(
                  FAMILIES.stream()
                      .filter(families::contains)
                      .findFirst()
                      .orElse(Font.SANS_SERIF)));
    } catch (InternalError | LinkageError e) {
      // What a Java without fontconfig or without any font throws.
      log.info("The plots are written as SVG only, since Java finds no fonts here", e);
      return Optional.empty();
    }
  }

  /** The PNG file of an SVG that this package made. */
  byte[] draw(String svg) throws IOException {
    SVGDocument plot = load(svg);
    FloatSize size = plot.size();
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(size.width * SCALE),
            (int) Math.ceil(size.height * SCALE),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(SCALE, SCALE);
    plot.renderWithPlatform(
        NullPlatformSupport.INSTANCE, graphics, new ViewBox(0, 0, size.width, size.height));
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  private SVGDocument load(String svg) {
    String plain = OF_PLOT.matcher(svg).replaceAll(".");
    String lettered = FAMILY.matcher(plain).replaceAll("font-family: " + family + ";");
    return Objects.requireNonNull(
        new SVGLoader()
            .load(
                new ByteArrayInputStream(lettered.getBytes(StandardCharsets.UTF_8)),
                null,
                LoaderContext.createDefault()),
        "no SVG");
  }
}
