package dev.pancap.model.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of chat completions on a local port that answers as it is told to, and that looks at
 * every request as strictly as a real one: what it would refuse, it refuses and remembers. It
 * speaks HTTP/1.1 on plain sockets, as half bodies and resets need.
 */
public final class ScriptedChatServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY = 64 << 20;

  /** Decides what a request gets. Called on many threads. */
  public interface Script {
    Reply reply(Seen request);
  }

  /**
   * A request as it came in.
   *
   * @param key the value of {@code X-Request-Id}
   * @param attempt how often this key was seen before
   */
  public record Seen(String key, int attempt, JsonNode json, Map<String, String> headers) {

    /** The text of the user's message. */
    public String user() {
      JsonNode messages = json.path("messages");
      return messages.path(messages.size() - 1).path("content").path(0).path("text").asText();
    }

    public String system() {
      JsonNode first = json.path("messages").path(0);
      return first.path("role").asText().equals("system") ? first.path("content").asText() : "";
    }

    public boolean hasSchema() {
      return json.has("response_format");
    }
  }

  /** What a request gets. */
  public sealed interface Reply {
    /** This reply, later. */
    default Reply after(Duration delay) {
      return new Delayed(delay, this);
    }
  }

  /** A chat completion. */
  public record Answer(String content, String finish) implements Reply {
    public static Answer of(String content) {
      return new Answer(content, "stop");
    }
  }

  /** The model declines. */
  public record Refusal(String words) implements Reply {}

  /** Any status with any body. */
  public record Status(int status, Map<String, String> headers, String body) implements Reply {
    public static Status of(int status) {
      return new Status(status, Map.of(), "{\"error\":{\"message\":\"scripted\"}}");
    }

    public static Status of(int status, String code) {
      return new Status(
          status,
          Map.of(),
          "{\"error\":{\"message\":\"scripted\",\"type\":\"%s\",\"code\":\"%s\"}}"
              .formatted(code, code));
    }

    public Status with(String header, String value) {
      return new Status(status, Map.of(header, value), body);
    }
  }

  /** The connection is reset before a byte is sent. */
  public record Reset() implements Reply {}

  /** Nothing is ever sent. */
  public record Stall() implements Reply {}

  /** Half of an answer's body, then the connection ends. */
  public record HalfBody(String content) implements Reply {}

  /** An answer whose body comes in pieces with a pause before each. */
  public record SlowBody(String content, int pieces, Duration pause) implements Reply {}

  private record Delayed(Duration delay, Reply reply) implements Reply {}

  /** How closely requests are looked at. */
  public enum Inspection {
    /** Every field is checked and every picture decoded. */
    STRICT,
    /** Only the length is read, for measuring. */
    NONE
  }

  private final ServerSocket listener;
  private final Script script;
  private final Inspection inspection;
  private final ExecutorService connections = Executors.newCachedThreadPool(daemons("connection"));
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(1, daemons("timer"));
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();

  private ScriptedChatServer(Script script, Inspection inspection, int port) throws IOException {
    this.script = script;
    this.inspection = inspection;
    this.listener = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
    connections.execute(this::accept);
  }

  public static ScriptedChatServer start(Script script) {
    return start(script, Inspection.STRICT);
  }

  public static ScriptedChatServer start(Script script, Inspection inspection) {
    return start(script, inspection, /* port= */ 0);
  }

  /**
   * @param port 0 for one that is free
   */
  public static ScriptedChatServer start(Script script, Inspection inspection, int port) {
    try {
      return new ScriptedChatServer(script, inspection, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code model.openai.base-url}. */
  public String baseUrl() {
    return "http://localhost:" + listener.getLocalPort();
  }

  /** Requests that came in whole, retries included. */
  public int requests() {
    return requests.get();
  }

  /** How often each key was seen. */
  public Map<String, Integer> attempts() {
    Map<String, Integer> counts = new TreeMap<>();
    attempts.forEach((key, count) -> counts.put(key, count.get()));
    return counts;
  }

  public int mostInFlight() {
    return mostInFlight.get();
  }

  /** What a real server would have refused. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.shutdownNow();
    timer.shutdownNow();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        connections.execute(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      boolean open = true;
      while (open) {
        Incoming incoming = read(in);
        if (incoming == null) {
          return;
        }
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
          open = answer(incoming, socket);
        } finally {
          inFlight.decrementAndGet();
        }
      }
    } catch (IOException e) {
      // The client hung up, which it may.
    } finally {
      sockets.remove(socket);
    }
  }

  private boolean answer(Incoming incoming, Socket socket) throws IOException {
    requests.incrementAndGet();
    String key = incoming.headers().getOrDefault("x-request-id", "");
    int attempt = attempts.computeIfAbsent(key, k -> new AtomicInteger()).getAndIncrement();
    JsonNode json = JSON.nullNode();
    if (inspection == Inspection.STRICT) {
      List<String> faults = new ArrayList<>(incoming.faults());
      try {
        json = JSON.readTree(incoming.body());
        faults.addAll(ChatRequestRules.faults(json));
      } catch (JsonProcessingException e) {
        faults.add("the body is not JSON");
      }
      if (!faults.isEmpty()) {
        violations.addAll(faults);
        return write(socket, Status.of(400, "invalid_request_error"));
      }
    }
    return write(socket, script.reply(new Seen(key, attempt, json, incoming.headers())));
  }

  private boolean write(Socket socket, Reply reply) throws IOException {
    if (reply instanceof Delayed delayed) {
      pause(delayed.delay());
      return write(socket, delayed.reply());
    }
    OutputStream out = socket.getOutputStream();
    if (reply instanceof Answer answer) {
      send(out, 200, Map.of(), completion(answer.content(), answer.finish(), null));
    } else if (reply instanceof Refusal refusal) {
      send(out, 200, Map.of(), completion(null, "stop", refusal.words()));
    } else if (reply instanceof Status status) {
      send(out, status.status(), status.headers(), status.body().getBytes(StandardCharsets.UTF_8));
    } else if (reply instanceof Reset) {
      socket.setSoLinger(true, 0);
      return false;
    } else if (reply instanceof Stall) {
      while (socket.getInputStream().read() >= 0) {
        // Until the client hangs up.
      }
      return false;
    } else if (reply instanceof HalfBody half) {
      byte[] body = completion(half.content(), "stop", null);
      out.write(head(200, Map.of(), body.length));
      out.write(body, 0, body.length / 2);
      out.flush();
      return false;
    } else if (reply instanceof SlowBody slow) {
      byte[] body = completion(slow.content(), "stop", null);
      out.write(head(200, Map.of(), body.length));
      for (int i = 0; i < slow.pieces(); i++) {
        pause(slow.pause());
        int from = (int) ((long) body.length * i / slow.pieces());
        int to = (int) ((long) body.length * (i + 1) / slow.pieces());
        out.write(body, from, to - from);
        out.flush();
      }
    }
    return true;
  }

  private void pause(Duration delay) {
    CountDownLatch over = new CountDownLatch(1);
    timer.schedule(over::countDown, delay.toNanos(), TimeUnit.NANOSECONDS);
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(OutputStream out, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(body.length + 512);
    whole.write(head(status, headers, body.length));
    whole.write(body);
    out.write(whole.toByteArray());
    out.flush();
  }

  private static byte[] head(int status, Map<String, String> headers, int length) {
    StringBuilder head =
        new StringBuilder("HTTP/1.1 %d Scripted\r\n".formatted(status))
            .append("Content-Type: application/json\r\n")
            .append("Content-Length: %d\r\n".formatted(length));
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** A chat completion as OpenAI writes it: 1000 prompt tokens, one answer token a word. */
  private static byte[] completion(String content, String finish, String refusal) {
    ObjectNode root = JSON.createObjectNode();
    root.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1);
    root.put("model", "scripted-vlm").putNull("system_fingerprint");
    ObjectNode choice = root.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", finish).putNull("logprobs");
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", content)
        .put("refusal", refusal);
    int words = content == null ? 1 : content.split("\\s+").length;
    ObjectNode usage = root.putObject("usage");
    usage.put("prompt_tokens", 1000).put("completion_tokens", words);
    usage.put("total_tokens", 1000 + words);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 200).put("image_tokens", 600);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Incoming(Map<String, String> headers, byte[] body, List<String> faults) {}

  private static Incoming read(InputStream in) throws IOException {
    String requestLine = line(in);
    if (requestLine == null) {
      return null;
    }
    List<String> faults = new ArrayList<>();
    if (!requestLine.equals("POST /v1/chat/completions HTTP/1.1")) {
      faults.add("unexpected request line: " + requestLine);
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (!headers.getOrDefault("content-type", "").startsWith("application/json")) {
      faults.add("Content-Type is not application/json");
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "-1"));
    if (length < 0 || length > MAX_BODY) {
      throw new SocketException("Content-Length " + length);
    }
    byte[] body = in.readNBytes(length);
    return body.length < length ? null : new Incoming(headers, body, faults);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return null;
  }

  private static ThreadFactory daemons(String name) {
    return work -> {
      Thread thread = new Thread(null, work, "scripted-" + name, 256 << 10);
      thread.setDaemon(true);
      return thread;
    };
  }
}
