package dev.pancap.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pancap.edit.EditOperation;
import dev.pancap.edit.EditRecord;
import dev.pancap.edit.EditSpan;
import dev.pancap.edit.EditTarget;
import dev.pancap.store.EditLog;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The page in a real headless Chromium, as a rater uses it. Skipped where Debian's {@code chromium}
 * and {@code chromium-driver} are not installed; {@code .ci/run} installs them. Screenshots go to
 * {@code target/screenshots}.
 */
class ReviewPageIT {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final SyntheticCatalog CATALOG = SyntheticCatalog.of(6).withDenseImage(100);

  private static ChromeDriver browser;

  @TempDir Path out;
  private ReviewServer server;

  @BeforeAll
  static void openBrowser(@TempDir Path profile) {
    assumeTrue(
        Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
        "no Chromium: apt-get install chromium chromium-driver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(DRIVER.toString()))
            .build();
    browser = new ChromeDriver(service, options);
    browser.manage().window().setSize(new Dimension(1280, 800));
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.quit();
    }
  }

  @BeforeEach
  void open() throws IOException {
    server = serve(0);
    browser.get("http://localhost:" + server.port() + "/");
    browser.executeScript("localStorage.clear(); localStorage.setItem('pancap-rater', 'ann')");
    reload();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private ReviewServer serve(int port) throws IOException {
    return ReviewServer.start(
        ReviewDesk.open(CATALOG, log(), ReviewPolicy.parse("flagged")),
        RequestGuard.of("127.0.0.1", null),
        Clock.systemUTC(),
        new ReviewServer.Address("127.0.0.1", port));
  }

  private EditLog log() throws IOException {
    return EditLog.open(out.toUri().toString(), new Configuration());
  }

  private List<EditRecord> stored() throws IOException {
    return log()
        .read(
            line -> {
              throw new AssertionError(line);
            });
  }

  private void reload() {
    browser.navigate().refresh();
    await(() -> !lines().isEmpty());
  }

  private static List<WebElement> lines() {
    return browser.findElements(By.cssSelector("#lines textarea"));
  }

  private static String text(WebElement area) {
    return String.valueOf(area.getDomProperty("value"));
  }

  private static void await(BooleanSupplier condition) {
    new WebDriverWait(browser, Duration.ofSeconds(20)).until(any -> condition.getAsBoolean());
  }

  private static void awaitSaved() {
    await(() -> browser.findElement(By.id("saved")).getText().equals("saved"));
  }

  private static void awaitPosition(String position) {
    await(() -> browser.findElement(By.id("position")).getText().equals(position));
  }

  private static void screenshot(String name) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "screenshots"));
    Files.write(folder.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  /** Selects words of a text area, as a double click or Shift and arrows do. */
  private static void select(WebElement area, String words) {
    int start = text(area).indexOf(words);
    area.click();
    ((JavascriptExecutor) browser)
        .executeScript(
            "arguments[0].setSelectionRange(arguments[1], arguments[2])",
            area,
            start,
            start + words.length());
  }

  @Test
  void wordsAreStruckWithOneKeyShownAsStruckAndSurviveAReload() throws IOException {
    WebElement line = lines().get(0);
    String before = text(line);

    select(line, "likely slowing down");
    line.sendKeys(Keys.F2);

    WebElement struck =
        browser.findElement(By.cssSelector("#lines li:first-child del.hallucination"));
    assertThat(struck.getText()).isEqualTo("likely slowing down");
    awaitSaved();
    screenshot("struck");
    assertThat(stored())
        .singleElement()
        .satisfies(
            edit -> {
              assertThat(edit.rater()).isEqualTo("ann");
              assertThat(edit.spans())
                  .extracting(EditSpan::operation, EditSpan::text)
                  .contains(tuple(EditOperation.HALLUCINATION, "likely slowing down"));
            });
    reload();
    assertThat(text(lines().get(0))).isEqualTo(before.replace(" likely slowing down", ""));
    assertThat(browser.findElements(By.cssSelector("#lines li:first-child del.hallucination")))
        .hasSize(1);
  }

  @Test
  void undoBringsStruckWordsBack() {
    WebElement line = lines().get(0);
    String before = text(line);
    select(line, "likely slowing down");
    line.sendKeys(Keys.F2);

    line.sendKeys(Keys.chord(Keys.CONTROL, "z"));

    assertThat(text(line)).isEqualTo(before);
    assertThat(browser.findElements(By.cssSelector("#lines del.hallucination"))).isEmpty();
  }

  @Test
  void whatIsTypedWhileTheServerIsAwayIsSavedWhenItIsBack() throws IOException {
    int port = server.port();
    server.close();
    WebElement line = lines().get(1);
    line.sendKeys(Keys.END, " It is seen from afar.");
    await(() -> browser.findElement(By.id("saved")).getText().contains("server away"));
    screenshot("server-away");
    assertThat(stored()).isEmpty();

    server = serve(port);

    await(() -> !storedQuietly().isEmpty());
    assertThat(stored())
        .singleElement()
        .satisfies(edit -> assertThat(edit.resultText()).endsWith("It is seen from afar."));
  }

  private List<EditRecord> storedQuietly() {
    try {
      return stored();
    } catch (IOException e) {
      throw new UncheckedIOException("The edits cannot be read", e);
    }
  }

  @Test
  void aParagraphWithABrokenTagIsNeitherSavedNorLeftAndSaysWhy() throws IOException {
    final String title = browser.getTitle();
    browser.findElement(By.cssSelector("#caption-details summary")).click();
    WebElement caption = browser.findElement(By.id("caption"));
    caption.sendKeys(Keys.chord(Keys.CONTROL, Keys.END), " Here stands <1: a wall");

    assertThat(browser.findElement(By.id("caption-fault")).getText())
        .contains("A tag is not complete");
    caption.sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));
    await(() -> browser.findElement(By.id("saved")).getText().contains("mend it or undo"));
    caption.sendKeys(Keys.chord(Keys.ALT, Keys.ARROW_RIGHT));
    assertThat(stored()).isEmpty();
    assertThat(browser.getTitle()).isEqualTo(title);
    caption.sendKeys("> of stone.");
    assertThat(browser.findElement(By.id("caption-fault")).getText()).isEmpty();
    awaitSaved();
    assertThat(stored()).extracting(EditRecord::target).containsOnly(EditTarget.CAPTION);
    assertThat(browser.findElements(By.cssSelector("#caption-view .phrase")))
        .last()
        .satisfies(phrase -> assertThat(phrase.getText()).isEqualTo("a wall"));
  }

  @Test
  void doneGoesOnToTheNextImageByKeyboardAlone() throws IOException {
    String first = browser.getTitle();

    new Actions(browser).keyDown(Keys.CONTROL).sendKeys(Keys.ENTER).keyUp(Keys.CONTROL).perform();

    await(() -> !browser.getTitle().equals(first));
    await(() -> browser.findElement(By.id("progress-text")).getText().startsWith("1 of "));
    assertThat(stored()).extracting(EditRecord::target).containsExactly(EditTarget.VERIFIED);
  }

  @Test
  void twoRatersOnOneLineAreBothShown() {
    for (String rater : List.of("ann", "bob")) {
      WebElement name = browser.findElement(By.id("rater"));
      name.clear();
      name.sendKeys(rater, Keys.TAB);
      WebElement line = lines().get(0);
      line.clear();
      line.sendKeys(rater + " has looked.");
      awaitSaved();
      reload();
    }

    assertThat(text(lines().get(0))).isEqualTo("bob has looked.");
    assertThat(browser.findElement(By.cssSelector("#lines .others")).getText())
        .contains("ann: “ann has looked.”");
  }

  @Test
  void theImageThatWasAskedForLastIsShownWhenAnEarlierAnswerComesLate() {
    browser.executeScript(
        """
        const real = window.fetch;
        window.late = 0;
        window.fetch = async (path, options) => {
          const answer = await real(path, options);
          if (String(path).includes('index=0')) {
            await new Promise((resolve) => setTimeout(resolve, 1500));
            window.late++;
          }
          return answer;
        };
        """);
    new Select(browser.findElement(By.id("filter"))).selectByValue("all");
    browser.findElement(By.id("jump")).sendKeys(SyntheticCatalog.DENSE_IMAGE_ID + "\n");

    await(() -> Long.valueOf(1).equals(browser.executeScript("return window.late")));
    await(() -> lines().size() == 100);
    browser.executeAsyncScript("setTimeout(arguments[0], 500)");
    assertThat(lines()).hasSize(100);
    assertThat(browser.findElement(By.id("position")).getText())
        .endsWith(" of 7")
        .isNotEqualTo("1 of 7");
  }

  @Test
  void hoveringALineLightsItsMask() throws IOException {
    new Actions(browser).moveToElement(lines().get(2)).perform();

    assertThat(
            browser.findElement(By.cssSelector("#lines li:nth-child(3)")).getDomAttribute("class"))
        .contains("lit");
    screenshot("hover");
  }

  @Test
  void aHundredMasksStayUsable() throws IOException {
    browser.get("http://localhost:" + server.port() + "/#image=" + SyntheticCatalog.DENSE_IMAGE_ID);
    reload();
    await(() -> lines().size() == 100);
    WebElement last = lines().get(99);
    last.click();
    last.sendKeys(Keys.F3);
    screenshot("dense");

    last.sendKeys(Keys.END, " Small.");
    awaitSaved();

    browser.manage().window().setSize(new Dimension(820, 1180));
    screenshot("tablet");
    browser.manage().window().setSize(new Dimension(1280, 800));
  }

  @Test
  void aSegmentIsRelabelledAnotherDroppedAndBothCanBeTakenBack() throws IOException {
    String before = text(lines().get(0));
    choose(0, "zebra");
    awaitSaved();
    choose(1, "");
    assertThat(classesOf(row(1))).contains("lit");
    awaitSaved();
    screenshot("relabelled-and-dropped");
    lines().get(0).sendKeys(Keys.chord(Keys.ALT, Keys.ARROW_DOWN));
    assertThat(browser.switchTo().activeElement()).isEqualTo(lines().get(2));

    assertThat(stored())
        .extracting(EditRecord::target, EditRecord::resultText)
        .containsExactlyInAnyOrder(
            tuple(EditTarget.SEGMENT, "zebra"), tuple(EditTarget.SEGMENT, ""));
    reload();
    assertThat(classesOf(row(0))).contains("relabelled");
    assertThat(classesOf(row(1))).contains("dropped");
    assertThat(lines().get(1).isEnabled()).isFalse();
    assertThat(text(lines().get(0))).isEqualTo(before);

    String machine = stored().get(1).baseText();
    browser.manage().window().setSize(new Dimension(820, 1180));
    screenshot("relabelled-and-dropped-tablet");
    browser.manage().window().setSize(new Dimension(1280, 800));
    choose(1, machine);
    awaitSaved();
    assertThat(lines().get(1).isEnabled()).isTrue();
    reload();
    assertThat(classesOf(row(1))).doesNotContain("dropped");
  }

  private static WebElement row(int index) {
    return browser.findElements(By.cssSelector("#lines > li")).get(index);
  }

  /** The class attribute; empty where the element has none. */
  private static String classesOf(WebElement element) {
    return String.valueOf(element.getDomProperty("className"));
  }

  /** Opens the choice of a region's class by keyboard and takes one; none drops the region. */
  private static void choose(int index, String category) {
    WebElement choice = row(index).findElement(By.cssSelector("select.class"));
    browser.executeScript("arguments[0].focus()", choice);
    new Select(choice).selectByValue(category);
  }

  @Test
  void everythingIsReachedByTabAndFiltersNarrowTheQueue() {
    new Actions(browser).sendKeys(Keys.TAB).perform();
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Object id =
          browser.executeScript(
              "const e = document.activeElement; return e.id || e.className || e.tagName");
      reached.add(String.valueOf(id));
      new Actions(browser).sendKeys(Keys.TAB).perform();
    }
    assertThat(reached)
        .contains("filter", "rater", "canvas", "class", "TEXTAREA", "toggle-overlay");

    Select filter = new Select(browser.findElement(By.id("filter")));
    long dense = CATALOG.entries().stream().filter(entry -> entry.masks() > 25).count();
    long flagged = CATALOG.entries().stream().filter(entry -> entry.flags() > 0).count();
    assertThat(List.of(dense, flagged)).doesNotHaveDuplicates().allMatch(n -> 0 < n && n < 7);
    filter.selectByValue("dense");
    awaitPosition("1 of " + dense);
    filter.selectByValue("flagged");
    awaitPosition("1 of " + flagged);
    filter.selectByValue("conflicts");
    awaitPosition("nothing here");
  }

  @Test
  void aSkippedSegmentGetsALineAndABadMaskIsMarked() throws IOException {
    WebElement line = lines().get(1);
    // As by hand: WebDriver's clear() alone fires no input event.
    line.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    awaitSaved();
    assertThat(stored()).singleElement().extracting(EditRecord::resultText).isEqualTo("");
    line.sendKeys("Something that the model skipped.");
    awaitSaved();
    row(0).findElement(By.xpath(".//button[text()='bad mask']")).click();
    awaitSaved();
    lines().get(2).sendKeys(Keys.F8);
    awaitSaved();

    assertThat(stored())
        .extracting(EditRecord::target)
        .contains(EditTarget.REGION_LINE, EditTarget.BAD_MASK);
    assertThat(stored())
        .filteredOn(edit -> edit.target() == EditTarget.REGION_LINE)
        .last()
        .satisfies(
            edit -> assertThat(edit.resultText()).isEqualTo("Something that the model skipped."));
    reload();
    assertThat(classesOf(row(0))).contains("bad");
    assertThat(classesOf(row(1))).doesNotContain("bad");
    assertThat(classesOf(row(2))).contains("bad");
  }

  @Test
  void aFlagLeadsToTheLineOfItsRegionAndItsChangesAreTakenBackByKey() {
    WebElement flag = browser.findElement(By.cssSelector("#flags button"));
    assertThat(flag.getText()).isEqualTo("region 1");
    flag.click();
    WebElement line = browser.switchTo().activeElement();
    assertThat(line).isEqualTo(lines().get(0));

    String machine = text(line);
    line.sendKeys(Keys.END, " And more.");
    line.sendKeys(Keys.F9);

    assertThat(text(line)).isEqualTo(machine);
    awaitSaved();
  }

  @Test
  void textOfAModelIsInert() {
    WebElement line = lines().get(0);
    line.clear();
    line.sendKeys(
        "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>");
    awaitSaved();
    reload();

    assertThat(browser.getTitle()).doesNotContain("pwned");
    assertThat(text(lines().get(0))).startsWith("<img src=x");
    assertThat(browser.findElements(By.cssSelector("#lines img"))).isEmpty();
  }
}
