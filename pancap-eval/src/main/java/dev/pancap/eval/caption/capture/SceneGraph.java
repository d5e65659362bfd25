package dev.pancap.eval.caption.capture;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What one sentence says is there, as a scene graph parser writes it. */
public record SceneGraph(List<Entity> entities, List<Relation> relations) implements Serializable {

  /** A thing with its attributes; quantities are kept apart because CAPTURE ignores them. */
  public record Entity(String head, String quantity, List<String> attributes)
      implements Serializable {
    public Entity {
      attributes = List.copyOf(attributes);
    }
  }

  /** Indexes into the entities, and how the first stands to the second. */
  public record Relation(int subject, String relation, int object) implements Serializable {}

  private static final Pattern SYMBOL = Pattern.compile("\\s*([(),;])\\s*");
  private static final Pattern BETWEEN_FACTS = Pattern.compile("\\)\\s*,");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  public SceneGraph {
    entities = List.copyOf(entities);
    relations = List.copyOf(relations);
  }

  /**
   * The facts of a parser's output in order, without repeated ones and without one that was cut
   * off: {@code ( car , is , red ) , ( car , on , road )}.
   */
  public static String clean(String output) {
    String spaced = SYMBOL.matcher(output.strip()).replaceAll(" $1 ").replaceAll(" +", " ").strip();
    if (spaced.isEmpty()) {
      return "";
    }
    List<String> facts = new ArrayList<>(Arrays.asList(BETWEEN_FACTS.split(spaced)));
    facts.removeIf(String::isBlank);
    int last = facts.size() - 1;
    if (!facts.isEmpty() && spaced.indexOf('(') >= 0 && isCutOff(spaced, facts.get(last))) {
      if (last == 0) {
        return "( " + fields(facts.get(0)).get(0) + " )";
      }
      facts.remove(last);
    }
    Set<String> sorted = new TreeSet<>();
    facts.forEach(fact -> sorted.add(String.join(" , ", fields(fact))));
    return "( " + String.join(" ) , ( ", sorted) + " )";
  }

  private static boolean isCutOff(String output, String lastFact) {
    return lastFact.indexOf(')') < 0 && !output.endsWith(") ,");
  }

  private static List<String> fields(String fact) {
    String inner = fact.replace("(", "").replace(")", "").strip();
    return Arrays.stream(inner.split(" , ", -1)).map(String::strip).toList();
  }

  /** The graph that a cleaned output stands for. */
  public static SceneGraph parse(String cleaned) {
    List<List<String>> facts =
        Arrays.stream(BETWEEN_FACTS.split(cleaned)).map(SceneGraph::fields).toList();
    Map<String, Integer> indexes = new LinkedHashMap<>();
    Map<String, String> quantities = new LinkedHashMap<>();
    Map<String, Set<String>> attributes = new LinkedHashMap<>();
    List<Relation> relations = new ArrayList<>();
    for (List<String> fact : facts) {
      if (fact.size() != 3) {
        if (facts.size() == 1) {
          indexOf(fact.get(0), indexes);
        }
        continue;
      }
      int subject = indexOf(fact.get(0), indexes);
      if (!fact.get(1).equals("is")) {
        relations.add(new Relation(subject, fact.get(1), indexOf(fact.get(2), indexes)));
      } else if (NUMBER.matcher(fact.get(2)).matches()) {
        quantities.put(fact.get(0), fact.get(2));
      } else {
        attributes.computeIfAbsent(fact.get(0), head -> new LinkedHashSet<>()).add(fact.get(2));
      }
    }
    List<Entity> entities =
        indexes.keySet().stream()
            .map(
                head ->
                    new Entity(
                        head,
                        quantities.getOrDefault(head, ""),
                        List.copyOf(attributes.getOrDefault(head, Set.of()))))
            .toList();
    return new SceneGraph(entities, relations);
  }

  private static int indexOf(String head, Map<String, Integer> indexes) {
    return indexes.computeIfAbsent(head, added -> indexes.size());
  }
}
