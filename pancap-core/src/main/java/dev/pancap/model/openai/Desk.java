package dev.pancap.model.openai;

import dev.pancap.model.budget.RequestBudget;
import dev.pancap.model.budget.Scheduler;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the requests of one model share.
 *
 * @param schemas whether the server is believed to know schemas
 */
record Desk(
    OpenAiConfig config,
    ChatRequestWriter writer,
    UsageEstimate estimate,
    Transport transport,
    Admission admission,
    Backoff backoff,
    RequestBudget budget,
    Scheduler scheduler,
    Executor executor,
    AtomicBoolean schemas) {
  private static final Logger log = LoggerFactory.getLogger(Desk.class);

  void forgoSchemas() {
    if (schemas.getAndSet(false)) {
      log.warn(
          "The server knows no JSON schema: asking for lines from here on"
              + " (set model.openai.answer-format to lines to spare the first request)");
    }
  }
}
