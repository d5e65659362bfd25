package dev.pancap.model.openai;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends one request to the one address that it was made for. */
interface Transport {

  /**
   * Fails with an {@link java.io.IOException} where no complete answer came within the timeout;
   * then the connection is given up. Completes on a thread that may be kept busy.
   *
   * @param idempotencyKey the request's content key, for the server's logs
   */
  CompletableFuture<HttpReply> post(byte[] json, String idempotencyKey, Duration timeout);
}
