package dev.pancap.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.overlay.OverlayConfig;
import dev.pancap.overlay.Palette;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.quarantine.Reason;
import dev.pancap.quarantine.Rejection;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GalleryPageTest {
  private static final String HOSTILE =
      "</script><script>alert('x')</script>\"><img src=x onerror=1>";
  private static final GalleryHeader HEADER =
      new GalleryHeader(
          "2026-02-11", "All pictures.", List.of(new GalleryHeader.Figure("published", "2")));

  @Test
  void showsPictureCaptionFlagsRegionsAndFigures() throws IOException {
    String page = page(Stream.of(item("a.jpg", "A red car", "car")));
    assertThat(page)
        .contains("<dt>published</dt><dd>2</dd>")
        .contains("src=\"data:image/jpeg;base64,/9j/\"")
        .contains("data-marks=\"1,2\">A red car</span> stands there.")
        .contains("<li>head-noun</li>")
        .contains("<strong>car</strong> <i>thing, 1,234 px</i><br>car - seen");
  }

  @Test
  void whatAModelOrAFileNameSaysStaysText() throws IOException {
    GalleryHeader header =
        new GalleryHeader(HOSTILE, HOSTILE, List.of(new GalleryHeader.Figure(HOSTILE, HOSTILE)));
    StringWriter out = new StringWriter();
    new GalleryPage(OverlayConfig.defaults())
        .write(
            out,
            header,
            List.of(item(HOSTILE, HOSTILE, HOSTILE)).iterator(),
            List.of(new Rejection(3, HOSTILE, HOSTILE, Reason.IMAGE_MISSING, HOSTILE)).iterator());
    String page = out.toString();
    assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(2);
    assertThat(Pattern.compile("</script").matcher(page).results()).hasSize(2);
    assertThat(Pattern.compile("<img").matcher(page).results()).hasSize(1);
    assertThat(page).doesNotContain("<img src=x");
    assertThat(data(page).at("/marks/0/name").asText()).isEqualTo(HOSTILE);
  }

  @Test
  void asksNothingOfTheNetworkAndRunsItsOwnScriptOnly()
      throws IOException, NoSuchAlgorithmException {
    String page = page(Stream.of(item("a.jpg", "A red car", "car")));
    assertThat(page).doesNotContain("http:").doesNotContain("https:").doesNotContain("url(");
    assertThat(page).doesNotContainPattern("<[^>]+ (style|on[a-z]+)=");
    assertThat(policy(page)).startsWith("default-src 'none'; img-src data:;");
    assertThat(policy(page)).contains("style-src '" + hash(between(page, "<style>", "</style>")));
    String script = page.substring(page.lastIndexOf("<script>") + 8, page.lastIndexOf("</script>"));
    assertThat(policy(page)).contains("script-src '" + hash(script));
  }

  @Test
  void theMarksOfAllPixelsCanBeReadBack() throws IOException {
    JsonNode data = data(page(Stream.of(item("a.jpg", "A red car", "car"))));
    byte[] runs = Base64.getDecoder().decode(data.get("runs").asText());
    assertThat(runs)
        .containsExactly(1, 0x80 | 200 % 128, 200 / 128, 2, 0x80 | 200 % 128, 200 / 128);
    assertThat(data.get("w").asInt()).isEqualTo(20);
    assertThat(data.get("h").asInt()).isEqualTo(20);
    assertThat(data.at("/marks/1/m").asInt()).isEqualTo(2);
    assertThat(data.at("/marks/1/colour").asText()).isEqualTo("#%06x".formatted(Palette.rgbOf(2)));
  }

  @Test
  void phrasesAreCountedInCodePoints() {
    GroundedCaption caption =
        new GroundedCaption(
            "", "🚲🚲 by <a> 🌳.", List.of(new PhraseGroup("🌳", List.of(7), 10, 11)));
    assertThat(CaptionMarkup.of(caption))
        .isEqualTo(
            "🚲🚲 by &lt;a&gt; <span class=\"phrase\" role=\"button\" tabindex=\"0\""
                + " data-marks=\"7\">🌳</span>.");
  }

  @Test
  void refusesPhrasesOutsideTheTextOrOnOneAnother() {
    assertThatThrownBy(() -> CaptionMarkup.of(caption(new PhraseGroup("x", List.of(1), 2, 9))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Phrase 2 to 9 does not fit a text of 5 code points after 0");
    assertThatThrownBy(
            () ->
                CaptionMarkup.of(
                    caption(
                        new PhraseGroup("x", List.of(1), 0, 3),
                        new PhraseGroup("x", List.of(1), 2, 4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Phrase 2 to 4 does not fit a text of 5 code points after 3");
  }

  @Test
  void controlCharactersAreShownAsUnknownOnes() {
    assertThat(Html.escape("a\u0000b\u001b[31m\nc")).isEqualTo("a\uFFFDb\uFFFD[31m\nc");
  }

  @Test
  void writesOnePictureBeforeItAsksForTheNext() throws IOException {
    StringWriter out = new StringWriter();
    List<Boolean> written = new ArrayList<>();
    Iterator<GalleryItem> items =
        Stream.of("one.jpg", "two.jpg", "three.jpg")
            .map(
                name -> {
                  written.add(!out.toString().contains(name));
                  written.add(
                      name.equals("one.jpg")
                          || out.toString().contains(name.equals("two.jpg") ? "one" : "two"));
                  return item(name, "A red car", "car");
                })
            .iterator();
    new GalleryPage(OverlayConfig.defaults())
        .write(out, HEADER, items, List.<Rejection>of().iterator());
    assertThat(written).hasSize(6).containsOnly(true);
  }

  @Test
  void aPictureThatIsGoneLeavesItsMasksAndCaption() throws IOException {
    GalleryItem there = item("a.jpg", "A red car", "car");
    GalleryItem gone =
        new GalleryItem(
            1, "a.jpg", new byte[0], there.marks(), there.segments(), there.caption(), List.of());
    assertThat(page(Stream.of(gone)))
        .contains("The picture is no longer where it was.")
        .contains("A red car</span>")
        .doesNotContain("<img");
  }

  @Test
  void anEmptyReleaseSaysSo() throws IOException {
    assertThat(page(Stream.of())).contains("No picture was published.");
  }

  @Test
  void quarantineNamesReasonAndDetail() throws IOException {
    StringWriter out = new StringWriter();
    new GalleryPage(OverlayConfig.defaults())
        .write(
            out,
            HEADER,
            List.<GalleryItem>of().iterator(),
            List.of(new Rejection(9, "b.jpg", "prepare", Reason.MASK_EMPTY, "all void"))
                .iterator());
    assertThat(out.toString())
        .contains("<td>9</td><td><bdi>b.jpg</bdi></td><td>prepare</td>")
        .contains("<code>MASK_EMPTY</code></td><td><bdi>all void</bdi></td>");
  }

  private static String page(Stream<GalleryItem> items) throws IOException {
    StringWriter out = new StringWriter();
    new GalleryPage(OverlayConfig.defaults())
        .write(out, HEADER, items.iterator(), List.<Rejection>of().iterator());
    return out.toString();
  }

  private static GroundedCaption caption(PhraseGroup... groups) {
    return new GroundedCaption("", "a b c", List.of(groups));
  }

  private static GalleryItem item(String fileName, String phrase, String category) {
    int[] ids = new int[400];
    for (int i = 0; i < 400; i++) {
      ids[i] = i < 200 ? 1 : 2;
    }
    return new GalleryItem(
        1,
        fileName,
        new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF},
        LabelMap.wrap(20, 20, ids),
        List.of(
            new GalleryItem.Region(1, category, true, false, 1234, category + " - seen"),
            new GalleryItem.Region(2, "sky", false, false, 200, "")),
        new GroundedCaption(
            "",
            phrase + " stands there.",
            List.of(new PhraseGroup(phrase, List.of(1, 2), 0, phrase.length()))),
        List.of("head-noun", category));
  }

  private static JsonNode data(String page) throws IOException {
    String json = between(page, "<script type=\"application/json\">", "</script>");
    return new ObjectMapper().readTree(json);
  }

  private static String policy(String page) {
    return between(page, "Content-Security-Policy\" content=\"", "\">");
  }

  private static String hash(String text) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  private static String between(String text, String before, String after) {
    Matcher matcher =
        Pattern.compile(Pattern.quote(before) + "(.*?)" + Pattern.quote(after), Pattern.DOTALL)
            .matcher(text);
    assertThat(matcher.find()).as(before).isTrue();
    return matcher.group(1);
  }
}
