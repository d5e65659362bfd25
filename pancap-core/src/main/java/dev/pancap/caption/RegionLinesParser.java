package dev.pancap.caption;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads round 1's answers: lines {@code id: Class - description}, as they are or with bullets,
 * bold, list numbers, brackets, as a Markdown table; or JSON, {@code {"regions": [{"id",
 * "category", "description"}]}}, also as a bare array, as an object by id, or in a code fence. A
 * line without a class takes the annotated one.
 */
public final class RegionLinesParser {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern HEAD =
      Pattern.compile(
          "^[\\s>*_#\\-•+`|\"]*+"
              // A list number before the id: "1. 3: Car"
              + "(?:\\d{1,9}+[.)]\\s++(?=[*_\\[(<#\\s]*+(?:region|mark|id)?\\s*+#?\\d++[*_\\])>\\s]*+:))?"
              + "[*_\\[(<\\s]*+(?:region|mark|mask|segment|object|id|no\\.?)?+\\s*+#?\\s*+"
              + "(\\d{1,9}+(?:\\s*+(?:,|and|&)\\s*+\\d{1,9}+)*+)"
              + "[*_\\])>`\"\\s]*(?:[:|]|[.)\\-–—](?=[\\s*_]))\\s*+",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBER = Pattern.compile("\\d++");
  private static final Pattern CLASS_END = Pattern.compile("\\s[-–—|]+\\s|:\\s|[–—]");
  private static final int LONGEST_CLASS = 60;
  private static final int LONGEST_DESCRIPTION = 4000;

  private final Map<Integer, String> classes;
  private final TreeMap<Integer, RegionLine> lines = new TreeMap<>();
  private final Map<Integer, LineFault> faults = new LinkedHashMap<>();
  private boolean sawLine;

  private RegionLinesParser(Map<Integer, String> classes) {
    this.classes = classes;
  }

  /** As {@link #parse(String, Map)}, for marks whose class is not known. */
  public static ParsedLines parse(String answer, Set<Integer> expectedMarks) {
    return parse(
        answer, expectedMarks.stream().collect(Collectors.toMap(mark -> mark, mark -> "region")));
  }

  /**
   * Reads an answer; any text can be given.
   *
   * @param classes the annotated class of each mark that is expected
   */
  public static ParsedLines parse(String answer, Map<Integer, String> classes) {
    RegionLinesParser parser = new RegionLinesParser(classes);
    JsonNode json = findJson(answer);
    if (json != null) {
      parser.readJson(json);
    }
    if (!parser.sawLine) {
      parser.readText(answer);
    }
    return parser.result();
  }

  private ParsedLines result() {
    if (!sawLine) {
      return new ParsedLines(List.of(), List.of(new LineFault(LineFault.Kind.UNREADABLE, 0)));
    }
    List<LineFault> found = new ArrayList<>(faults.values());
    for (int mark : new TreeSet<>(classes.keySet())) {
      if (!lines.containsKey(mark) && !faults.containsKey(mark)) {
        found.add(new LineFault(LineFault.Kind.MISSING, mark));
      }
    }
    return new ParsedLines(List.copyOf(lines.values()), found);
  }

  private void readText(String answer) {
    List<Integer> marks = List.of();
    StringBuilder content = new StringBuilder();
    for (String line : answer.split("\\R", -1)) {
      Matcher head = HEAD.matcher(line);
      if (head.lookingAt()) {
        addText(marks, content);
        marks = NUMBER.matcher(head.group(1)).results().map(id -> number(id.group())).toList();
        content.setLength(0);
        content.append(line, head.end(), line.length());
      } else if (line.isBlank() || line.strip().startsWith("```")) {
        addText(marks, content);
        marks = List.of();
      } else if (!marks.isEmpty()) {
        content.append(' ').append(line.strip());
      }
    }
    addText(marks, content);
  }

  private void addText(List<Integer> marks, CharSequence content) {
    String text = withoutMarks(content).strip();
    for (int mark : marks) {
      addText(mark, text);
    }
  }

  /** Without asterisks, backticks and the bar that ends a row of a table. */
  private static String withoutMarks(CharSequence content) {
    int end = content.length();
    while (end > 0 && (content.charAt(end - 1) == '|' || content.charAt(end - 1) == ' ')) {
      end--;
    }
    StringBuilder kept = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = content.charAt(i);
      if (c != '*' && c != '`') {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  private void addText(int mark, String text) {
    Matcher end = CLASS_END.matcher(text);
    if (end.find() && end.start() > 0 && end.start() <= LONGEST_CLASS && isClass(text, end)) {
      add(mark, text.substring(0, end.start()), text.substring(end.end()));
    } else if (text.endsWith("-") || isBareClass(mark, text)) {
      add(mark, text, "");
    } else {
      add(mark, classes.getOrDefault(mark, ""), text);
    }
  }

  /** A colon inside a sentence does not end a class. */
  private static boolean isClass(String text, Matcher end) {
    String name = text.substring(0, end.start());
    return name.indexOf(',') < 0 && name.indexOf(". ") < 0 && name.split(" ").length <= 5;
  }

  private boolean isBareClass(int mark, String text) {
    String known = Objects.requireNonNullElse(classes.get(mark), "");
    return text.equalsIgnoreCase(known) || !text.contains(" ");
  }

  private static @Nullable JsonNode findJson(String answer) {
    int object = answer.indexOf('{');
    int array = answer.indexOf('[');
    int start = object < 0 ? array : array < 0 ? object : Math.min(object, array);
    int end = Math.max(answer.lastIndexOf('}'), answer.lastIndexOf(']'));
    if (start < 0 || end < start) {
      return null;
    }
    try {
      return JSON.readTree(answer.substring(start, end + 1));
    } catch (JsonProcessingException e) {
      // Not JSON, or cut: brackets also stand in plain lines, which are read next.
      return null;
    }
  }

  private void readJson(JsonNode json) {
    JsonNode regions =
        json.isObject() && json.path("regions").isContainerNode() ? json.get("regions") : json;
    if (regions.isArray()) {
      regions.forEach(region -> readRegion(idOf(region), region));
    } else {
      regions.properties().forEach(entry -> readRegion(number(entry.getKey()), entry.getValue()));
    }
  }

  private void readRegion(int mark, JsonNode region) {
    if (mark < 0) {
      return;
    }
    if (region.isTextual()) {
      addText(mark, region.textValue().strip());
    } else {
      add(
          mark,
          text(region, "category", "class", "label", "name"),
          text(region, "description", "caption", "text"));
    }
  }

  private static int idOf(JsonNode region) {
    for (String key : List.of("id", "mark", "region_id", "region")) {
      JsonNode id = region.path(key);
      if (id.canConvertToInt()) {
        return id.intValue();
      }
      if (id.isTextual()) {
        return number(id.textValue());
      }
    }
    return -1;
  }

  private static String text(JsonNode region, String... keys) {
    for (String key : keys) {
      if (region.path(key).isTextual()) {
        return region.path(key).textValue();
      }
    }
    return "";
  }

  private void add(int mark, String category, String description) {
    sawLine = true;
    String annotated = classes.get(mark);
    if (annotated == null) {
      faults.putIfAbsent(mark, new LineFault(LineFault.Kind.UNKNOWN, mark));
      return;
    }
    String words = CaptionBuilder.normalised(description);
    if (words.codePoints().noneMatch(Character::isLetterOrDigit)) {
      if (!lines.containsKey(mark)) {
        faults.putIfAbsent(mark, new LineFault(LineFault.Kind.EMPTY, mark));
      }
      return;
    }
    String name = CaptionBuilder.normalised(category);
    RegionLine line = new RegionLine(mark, name.isEmpty() ? annotated : name, cut(words));
    RegionLine before = lines.putIfAbsent(mark, line);
    if (before == null) {
      faults.remove(mark);
    } else if (!before.description().equalsIgnoreCase(line.description())) {
      faults.put(mark, new LineFault(LineFault.Kind.REPEATED, mark));
    }
  }

  private static String cut(String words) {
    return words.length() <= LONGEST_DESCRIPTION
        ? words
        : words.substring(
            0, words.offsetByCodePoints(0, words.codePointCount(0, LONGEST_DESCRIPTION) - 1));
  }

  private static int number(String digits) {
    String text = digits.strip().toLowerCase(Locale.ROOT);
    return text.length() <= 9 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(text)
        : -1;
  }
}
