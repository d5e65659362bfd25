package dev.pancap.eval.vqa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.IdColumn;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TextVQA's soft accuracy: an answer scores the mean, over the people left out one at a time, of
 * min(1, agreeing others / 3), after {@link AnswerNormalizer}.
 */
public final class TextVqa {
  private TextVqa() {}

  /** The score of an answer against the answers of people. */
  public static double score(String answer, List<String> people) {
    String wanted = AnswerNormalizer.normalize(answer);
    List<String> normal = people.stream().map(AnswerNormalizer::normalize).toList();
    long all = normal.stream().filter(wanted::equals).count();
    double sum = 0;
    for (String left : normal) {
      sum += Math.min(1, (all - (left.equals(wanted) ? 1 : 0)) / 3.0);
    }
    return all == 0 ? 0 : sum / normal.size();
  }

  /**
   * @param truth the published questions ({@code data} with question_id and answers), or null if
   *     every prediction carries its own {@code gt_answers}
   * @param predictions a list or lines with question_id and text (or answer), or with pred_answer
   *     and gt_answers
   */
  public static MetricResult evaluate(@Nullable Path truth, Path predictions) {
    IdColumn questionIds = new IdColumn(String.valueOf(truth), "question_id");
    Map<String, List<String>> people = new HashMap<>();
    if (truth != null) {
      List<InputRecord> questions =
          InputFile.isDocument(truth)
              ? InputFile.document(truth).records("data")
              : InputFile.records(truth);
      for (InputRecord question : questions) {
        people.put(questionIds.of(question), question.texts("answers"));
      }
    }
    IdColumn answerIds = new IdColumn(predictions.toString(), "question_id");
    double sum = 0;
    int n = 0;
    for (InputRecord record : InputFile.records(predictions)) {
      if (truth == null) {
        sum += score(record.text("pred_answer"), record.texts("gt_answers"));
      } else {
        String id = answerIds.of(record);
        answerIds.requireSameKind(questionIds);
        List<String> answers = people.get(id);
        if (answers == null) {
          throw record.complaint("question_id", "one of " + truth + ", not " + id);
        }
        sum += score(record.text(record.has("text") ? "text" : "answer"), answers);
      }
      n++;
    }
    ConfigException.check(n > 0, "%s holds no answer", predictions);
    double accuracy = sum / n;
    ObjectNode json = MetricResult.object().put("answers", n);
    MetricResult.put(json, "accuracy", accuracy);
    return new MetricResult(
        json,
        TextTable.of("TextVQA", "%", "answers")
            .row("accuracy", TextTable.percent(accuracy, 2), String.valueOf(n))
            .toString());
  }
}
