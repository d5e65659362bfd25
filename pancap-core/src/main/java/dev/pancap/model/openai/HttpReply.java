package dev.pancap.model.openai;

import java.net.http.HttpHeaders;
import java.util.Optional;

/** A complete answer of the server. */
record HttpReply(int status, HttpHeaders headers, byte[] body) {

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }
}
