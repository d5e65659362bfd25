package dev.pancap.model.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.model.openai.ScriptedChatServer.Answer;
import dev.pancap.model.openai.ScriptedChatServer.Reply;
import dev.pancap.model.openai.ScriptedChatServer.Script;
import dev.pancap.model.openai.ScriptedChatServer.Seen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers the two rounds of pancap's own prompts as a good model would, knowing nothing but the
 * prompt: the regions that it lists, and the lines that it gives.
 */
public final class ObedientScript implements Script {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CLASS = Pattern.compile("(?m)^(\\d+): ([^\\n]+)$");
  private static final Pattern LINE = Pattern.compile("(?m)^(\\d+): (.+?) - (.+)$");

  /** A region that a prompt names. */
  private record Region(int id, String category) {
    String noun() {
      return category.toLowerCase(Locale.ROOT).replace("-other-merged", "").replace("-merged", "");
    }
  }

  @Override
  public Reply reply(Seen request) {
    return isRoundTwo(request) ? paragraph(request) : lines(request);
  }

  /** Round 2 has no pictures. */
  public static boolean isRoundTwo(Seen request) {
    return request.json().findValues("image_url").isEmpty();
  }

  /** Every region once, in order, in the form that the request asks for. */
  public static Answer lines(Seen request) {
    List<Region> regions = regions(request, CLASS);
    return Answer.of(request.hasSchema() ? json(regions) : text(regions));
  }

  /** As a model that wraps its JSON into markdown. */
  public static Answer fencedLines(Seen request) {
    return Answer.of("Here you are:\n```json\n%s\n```\n".formatted(json(regions(request, CLASS))));
  }

  /** Every region, in another order. */
  public static Answer reorderedLines(Seen request) {
    List<Region> regions = new ArrayList<>(regions(request, CLASS));
    Collections.reverse(regions);
    return Answer.of(request.hasSchema() ? json(regions) : text(regions));
  }

  /** All regions but the last. */
  public static Answer incompleteLines(Seen request) {
    List<Region> regions = regions(request, CLASS);
    return Answer.of(json(regions.subList(0, regions.size() - 1)));
  }

  /** Every number is off by one hundred. */
  public static Answer wronglyNumberedLines(Seen request) {
    return Answer.of(
        json(
            regions(request, CLASS).stream()
                .map(region -> new Region(region.id() + 100, region.category()))
                .toList()));
  }

  private static Answer paragraph(Seen request) {
    List<String> phrases =
        regions(request, LINE).stream()
            .map(region -> "<%d: the %s>".formatted(region.id(), region.noun()))
            .toList();
    int last = phrases.size() - 1;
    String all =
        last == 0
            ? phrases.get(0)
            : String.join(", ", phrases.subList(0, last)) + " and " + phrases.get(last);
    return Answer.of("In this scene we see %s in plain daylight.".formatted(all));
  }

  private static List<Region> regions(Seen request, Pattern pattern) {
    List<Region> regions = new ArrayList<>();
    Matcher matcher = pattern.matcher(request.user());
    while (matcher.find()) {
      regions.add(new Region(Integer.parseInt(matcher.group(1)), matcher.group(2).strip()));
    }
    return regions;
  }

  private static String text(List<Region> regions) {
    return regions.stream()
        .map(
            region ->
                "%d: %s - A plain %s.".formatted(region.id(), region.category(), region.noun()))
        .collect(Collectors.joining("\n"));
  }

  private static String json(List<Region> regions) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode array = root.putArray("regions");
    for (Region region : regions) {
      array
          .addObject()
          .put("id", region.id())
          .put("category", region.category())
          .put("description", "A plain %s.".formatted(region.noun()));
    }
    return root.toString();
  }
}
