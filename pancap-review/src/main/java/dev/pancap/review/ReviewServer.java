package dev.pancap.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.edit.EditRecord;
import dev.pancap.edit.EditTarget;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.store.ReviewImage;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatch;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the raters' page. What guards it is {@link RequestGuard}; static files come from a fixed
 * list and images by their number, so no path of a request reaches a file system.
 */
public final class ReviewServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReviewServer.class);

  /** Bytes of a request's body; a text of 20,000 characters fits well. */
  private static final long MAX_BODY_BYTES = 512 * 1024;

  private static final Map<String, String> PAGE =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "style.css", "text/css; charset=utf-8",
          "app.js", "text/javascript; charset=utf-8",
          "captions.js", "text/javascript; charset=utf-8",
          "masks.js", "text/javascript; charset=utf-8",
          "picture.js", "text/javascript; charset=utf-8",
          "saving.js", "text/javascript; charset=utf-8",
          "words.js", "text/javascript; charset=utf-8");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final List<String> CATEGORIES =
      CategoryTable.coco().all().stream().map(Category::name).sorted().toList();

  private final ReviewDesk desk;
  private final RequestGuard guard;
  private final Clock clock;
  private final Undertow server;

  private ReviewServer(ReviewDesk desk, RequestGuard guard, Clock clock, Address address) {
    this.desk = desk;
    this.guard = guard;
    this.clock = clock;
    this.server =
        Undertow.builder()
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY_BYTES)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 * 1024)
            .setIoThreads(2)
            .setWorkerThreads(8)
            .addHttpListener(address.port(), address.host())
            .setHandler(new BlockingHandler(guard.wrap(routes())))
            .build();
  }

  /** Where to listen; port 0 takes a free one. */
  public record Address(String host, int port) {}

  private record Message(String message) {}

  /**
   * @param categories names of the classes that a segment can be given
   */
  private record Session(String token, String filter, List<String> categories) {}

  private record Found(int index, int total, @Nullable Long imageId) {}

  private record Done(String rater) {}

  /**
   * @throws IOException if the address is taken or not this machine's
   */
  public static ReviewServer start(
      ReviewDesk desk, RequestGuard guard, Clock clock, Address address) throws IOException {
    ReviewServer server = new ReviewServer(desk, guard, clock, address);
    server.listen(address);
    return server;
  }

  /** Undertow wraps what goes wrong with a socket in a bare RuntimeException. */
  @SuppressWarnings("checkstyle:IllegalCatch")
  private void listen(Address address) throws IOException {
    try {
      server.start();
    } catch (RuntimeException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new IOException(
            "Cannot listen on %s:%d: %s"
                .formatted(address.host(), address.port(), cause.getMessage()),
            cause);
      }
      throw e;
    }
  }

  /** The port that is listened on. */
  public int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    server.stop();
  }

  private HttpHandler routes() {
    return Handlers.routing()
        .get("/", exchange -> sendPage(exchange, "index.html"))
        .get("/{file}", exchange -> sendPage(exchange, parameter(exchange, "file")))
        .get("/api/session", this::session)
        .get("/api/progress", exchange -> send(exchange, desk.progress()))
        .get("/api/queue", this::queue)
        .get("/api/images/{id}", this::image)
        .get("/api/images/{id}/picture", this::picture)
        .post("/api/images/{id}/done", this::done)
        .post("/api/edits", this::edit)
        .setFallbackHandler(exchange -> refuse(exchange, StatusCodes.NOT_FOUND, "Not found."))
        .setInvalidMethodHandler(
            exchange -> refuse(exchange, StatusCodes.METHOD_NOT_ALLOWED, "Not allowed."));
  }

  private void session(HttpServerExchange exchange) throws IOException {
    send(exchange, new Session(guard.pageToken(), "waiting", CATEGORIES));
  }

  private void queue(HttpServerExchange exchange) throws IOException {
    Optional<ReviewDesk.Filter> filter = filter(query(exchange, "filter"));
    if (filter.isEmpty()) {
      refuse(exchange, StatusCodes.BAD_REQUEST, "There is no such filter.");
      return;
    }
    List<Long> images = desk.queue(filter.get());
    String wanted = query(exchange, "image");
    if (wanted != null) {
      Optional<Long> id = number(wanted);
      if (id.isEmpty() || desk.image(id.get()).isEmpty()) {
        refuse(exchange, StatusCodes.NOT_FOUND, "There is no such image in this release.");
        return;
      }
      send(exchange, new Found(images.indexOf(id.get()), images.size(), id.get()));
      return;
    }
    long index = number(query(exchange, "index")).orElse(0L);
    int at = (int) Math.max(0, Math.min(index, images.size() - 1L));
    send(exchange, new Found(at, images.size(), images.isEmpty() ? null : images.get(at)));
  }

  private void image(HttpServerExchange exchange) throws IOException {
    Optional<ReviewImage> image = requested(exchange);
    if (image.isPresent()) {
      long id = image.get().image().imageId();
      send(exchange, ImageView.of(image.get(), desk.editsOf(id), desk.isDone(id)));
    }
  }

  private void picture(HttpServerExchange exchange) throws IOException {
    Optional<ReviewImage> image = requested(exchange);
    if (image.isPresent()) {
      byte[] file = desk.picture(image.get());
      boolean isPng = file.length > 1 && file[0] == (byte) 0x89 && file[1] == 'P';
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, isPng ? "image/png" : "image/jpeg");
      exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "private, max-age=3600");
      exchange.getResponseSender().send(ByteBuffer.wrap(file));
    }
  }

  private void edit(HttpServerExchange exchange) throws IOException {
    EditRequest request;
    try {
      request = JSON.readValue(exchange.getInputStream(), EditRequest.class);
    } catch (JsonProcessingException e) {
      refuse(exchange, StatusCodes.BAD_REQUEST, "That is not an edit.");
      return;
    }
    store(exchange, request);
  }

  private void done(HttpServerExchange exchange) throws IOException {
    Optional<ReviewImage> image = requested(exchange);
    if (image.isEmpty()) {
      return;
    }
    Done done;
    try {
      done = JSON.readValue(exchange.getInputStream(), Done.class);
    } catch (JsonProcessingException e) {
      refuse(exchange, StatusCodes.BAD_REQUEST, "Who is done is not said.");
      return;
    }
    store(
        exchange,
        new EditRequest(
            image.get().image().imageId(),
            0,
            EditTarget.VERIFIED,
            done.rater(),
            image.get().caption(),
            null,
            null,
            false));
  }

  private void store(HttpServerExchange exchange, EditRequest request) throws IOException {
    Optional<ReviewImage> image = desk.image(request.imageId());
    if (image.isEmpty()) {
      refuse(exchange, StatusCodes.NOT_FOUND, "There is no such image in this release.");
      return;
    }
    try {
      EditRecord edit = request.record(image.get(), clock.millis());
      if (edit.target() == EditTarget.VERIFIED) {
        desk.verify(image.get(), edit);
      } else {
        desk.add(edit);
      }
    } catch (InvalidEditException e) {
      refuse(exchange, StatusCodes.UNPROCESSABLE_ENTITY, String.valueOf(e.getMessage()));
      return;
    }
    log.info("edit of image {} by {}", request.imageId(), request.target());
    send(exchange, new Message("saved"));
  }

  private Optional<ReviewImage> requested(HttpServerExchange exchange) throws IOException {
    Optional<Long> id = number(parameter(exchange, "id"));
    Optional<ReviewImage> image = id.isEmpty() ? Optional.empty() : desk.image(id.get());
    if (image.isEmpty()) {
      refuse(exchange, StatusCodes.NOT_FOUND, "There is no such image in this release.");
    }
    return image;
  }

  private static void sendPage(HttpServerExchange exchange, String file) throws IOException {
    String type = PAGE.get(file);
    if (type == null) {
      refuse(exchange, StatusCodes.NOT_FOUND, "Not found.");
      return;
    }
    try (InputStream page = ReviewServer.class.getResourceAsStream("page/" + file)) {
      if (page == null) {
        throw new IllegalStateException("The page " + file + " is not in the jar");
      }
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
      exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
      exchange.getResponseSender().send(ByteBuffer.wrap(page.readAllBytes()));
    }
  }

  private static void send(HttpServerExchange exchange, Object body) throws IOException {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseSender().send(ByteBuffer.wrap(JSON.writeValueAsBytes(body)));
  }

  static void refuse(HttpServerExchange exchange, int status, String message) throws IOException {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange
        .getResponseSender()
        .send(JSON.writeValueAsString(new Message(message)), StandardCharsets.UTF_8);
  }

  private static String parameter(HttpServerExchange exchange, String name) {
    PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
    return match.getParameters().getOrDefault(name, "");
  }

  private static @Nullable String query(HttpServerExchange exchange, String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    return values == null ? null : values.peekFirst();
  }

  private static Optional<ReviewDesk.Filter> filter(@Nullable String name) {
    for (ReviewDesk.Filter filter : ReviewDesk.Filter.values()) {
      if (filter.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(filter);
      }
    }
    return Optional.empty();
  }

  private static Optional<Long> number(@Nullable String text) {
    return text == null || !text.matches("\\d{1,18}")
        ? Optional.empty()
        : Optional.of(Long.valueOf(text));
  }
}
