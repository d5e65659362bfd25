package dev.pancap.eval.caption.ptb;

import java.util.Locale;
import java.util.Set;

/**
 * Words that keep the full stop behind them. Found by asking CoreNLP 3.4.1 for every word of one to
 * four letters and every WordNet word, in six surroundings.
 */
final class Abbreviations {
  /** What a full stop behind a word is. */
  enum Kind {
    /** A token of its own. */
    NONE,
    /** Part of the word, always: titles, units, single letters. */
    TITLE,
    /** Part of the word; at the end of a sentence there is a second one. */
    FINAL,
    /** Part of the word only before a number. */
    NUMBERED
  }

  private static final Set<String> TITLES =
      words(
          """
          adj adm adv alex asst atty ave brig capt cf cie cmdr col cpl dept det dr drs elec ens ft
          gen gov govs hon insp invt jos lieut lt maj messrs mlle mme mr mrs ms msgr mt natl pfc
          ph pres prof profs pvt rep reps rev sen sens sfc sgt spc st ste supt vs wm
          """);

  private static final Set<String> FINALS =
      words(
          """
          al ala apr ariz assn assoc aug bhd bldg blvd bros calif co colo conn corp cos ct dak dec esq est
          etc ext feb fla fri ga inc ind intl jan jr jul jun kan kans ky ltd mar md mich minn mo mon
          mont neb nev nov oct okla penn plc rd rt sep sept seq sq sr sys tel tenn thu thurs
          tue tues univ va vt wed wis wisc wyo
          """);

  /** States whose abbreviation is also a word: only when written with a capital. */
  private static final Set<String> CAPITALISED_FINALS =
      words("ark az del ill la mass miss ore pa tex wash");

  /** Company forms that keep the full stop unless they are all capitals. */
  private static final Set<String> LOWER_FINALS = words("ppte ppty pte ptes pty ptys");

  private static final Set<String> LOWER_TITLES = words("mfg mtg");

  private static final Set<String> NUMBERED = words("art ca fig figs no nos op pp prop");

  private Abbreviations() {}

  /** The kind of a word of ASCII letters, as written. */
  static Kind of(String word) {
    if (word.length() == 1) {
      return Kind.TITLE;
    }
    if (word.length() > 6) {
      return Kind.NONE;
    }
    String lower = word.toLowerCase(Locale.ROOT);
    if (TITLES.contains(lower)
        || (LOWER_TITLES.contains(lower) && Character.isLowerCase(word.charAt(1)))) {
      return Kind.TITLE;
    }
    if (FINALS.contains(lower)
        || (CAPITALISED_FINALS.contains(lower) && Character.isUpperCase(word.charAt(0)))
        || (LOWER_FINALS.contains(lower) && Character.isLowerCase(word.charAt(1)))) {
      return Kind.FINAL;
    }
    return NUMBERED.contains(lower) ? Kind.NUMBERED : Kind.NONE;
  }

  private static Set<String> words(String lines) {
    return Set.of(lines.strip().split("\\s+"));
  }
}
