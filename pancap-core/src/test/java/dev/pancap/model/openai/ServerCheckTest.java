package dev.pancap.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.model.ModelException;
import dev.pancap.model.openai.ScriptedChatServer.Answer;
import dev.pancap.model.openai.ScriptedChatServer.Script;
import dev.pancap.model.openai.ScriptedChatServer.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerCheckTest {
  private static final String REGIONS =
      "{\"regions\":[{\"id\":1,\"category\":\"wall\",\"description\":\"red\"}]}";

  @Test
  void findsEverythingThatAGoodServerDoes() {
    ServerReport report =
        check(
            request ->
                request.user().isEmpty()
                    ? Status.of(500)
                    : Answer.of(request.hasSchema() ? REGIONS : "1: wall - red"));

    assertThat(report.text().works()).isTrue();
    assertThat(report.schema().works()).isTrue();
    assertThat(report.schema().detail()).startsWith("kept (without one: ");
    assertThat(report.usage().detail())
        .startsWith("1000 prompt tokens (200 cached, 600 of images), 4 answer tokens");
    assertThat(report.limits()).isEmpty();
  }

  @Test
  void noticesThatAPictureDoesNotReachTheModel() {
    // The scripted server tells the same prompt tokens with a picture as without.
    ServerReport report = check(request -> Answer.of("1: wall - red"));

    assertThat(report.pictures().works()).isFalse();
    assertThat(report.pictures().detail())
        .startsWith("the picture does not reach the model: 1000 prompt tokens with it and 1000");
    assertThat(report.isUsable()).isFalse();
  }

  @Test
  void tellsASchemaThatIsAcceptedFromOneThatIsKept() {
    assertThat(check(request -> Answer.of("1: wall - red")).schema().detail())
        .startsWith("accepted and not kept");
    ServerReport refused =
        check(
            request ->
                request.hasSchema() ? Status.of(400, "json_schema") : Answer.of("1: wall - red"));
    assertThat(refused.schema().works()).isFalse();
    assertThat(refused.schema().detail()).isEqualTo("The server said 400 json_schema, json_schema");
  }

  @Test
  void passesOnWhatTheServerSaysOfItsLimits() {
    ServerReport report =
        check(request -> Status.of(429).with("X-RateLimit-Remaining-Requests", "0"));

    assertThat(report.limits()).containsEntry("x-ratelimit-remaining-requests", "0");
    assertThat(report.text()).isEqualTo(new ServerReport.Trial(false, "status 429"));
  }

  @Test
  void aWrongKeyIsSaidAtOnce() {
    assertThatThrownBy(() -> check(request -> Status.of(401)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("check PANCAP_API_KEY");
  }

  private static ServerReport check(Script script) {
    try (ScriptedChatServer server = ScriptedChatServer.start(script)) {
      ServerReport report =
          ServerCheck.run(OpenAiConfigs.with("base-url=" + server.baseUrl()), Optional.empty());
      assertThat(server.violations()).isEmpty();
      assertThat(server.requests()).isEqualTo(3);
      return report;
    }
  }
}
