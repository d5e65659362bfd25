package dev.pancap.spark.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Stands before an S3 server and, request by request, lets it answer, throttles, or cuts an upload
 * in the middle. One request a connection: the server and the client are told to close it.
 */
final class S3FaultProxy implements AutoCloseable {
  enum Fate {
    PASS,
    /** 503 with S3's code SlowDown, before the server hears of the request. */
    SLOW_DOWN,
    /** The server gets half of the body, then both connections end. */
    CUT
  }

  /**
   * @param number of the request, from 0
   * @param bytes length of the body, or 0
   */
  record Request(int number, String method, String target, long bytes) {}

  private record Head(byte[] bytes, String method, String target, long length, boolean waits) {}

  private static final String SLOW_DOWN =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>SlowDown</Code>"
          + "<Message>Please reduce your request rate.</Message></Error>";

  private final ServerSocket listener;
  private final int server;
  private final Function<Request, Fate> script;
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<Fate, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "s3-fault-proxy");
            thread.setDaemon(true);
            return thread;
          });

  private S3FaultProxy(int server, Function<Request, Fate> script) throws IOException {
    this.listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    this.server = server;
    this.script = script;
    threads.execute(this::accept);
  }

  static S3FaultProxy before(int server, Function<Request, Fate> script) throws IOException {
    return new S3FaultProxy(server, script);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Requests that met with a fate. */
  int count(Fate fate) {
    return counts.getOrDefault(fate, new AtomicInteger()).get();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      listener.close();
    } catch (IOException e) {
      throw new IllegalStateException("A listener can always be closed", e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
      Head head = head(in);
      if (head == null) {
        return;
      }
      Fate fate =
          script.apply(
              new Request(requests.getAndIncrement(), head.method(), head.target(), head.length()));
      counts.computeIfAbsent(fate, name -> new AtomicInteger()).incrementAndGet();
      if (fate == Fate.SLOW_DOWN) {
        slowDown(head, in, client.getOutputStream());
      } else {
        forward(head, in, client, fate == Fate.CUT ? head.length() / 2 : head.length());
      }
    } catch (IOException e) {
      // Either side hung up, which it may.
    }
  }

  private static void slowDown(Head head, InputStream in, OutputStream out) throws IOException {
    if (!head.waits()) {
      in.skipNBytes(head.length());
    }
    out.write(
        """
        HTTP/1.1 503 Slow Down\r
        Content-Type: application/xml\r
        Content-Length: %d\r
        Connection: close\r
        \r
        %s"""
            .formatted(SLOW_DOWN.length(), SLOW_DOWN)
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private void forward(Head head, InputStream in, Socket client, long bytes) throws IOException {
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
      OutputStream to = upstream.getOutputStream();
      to.write(head.bytes());
      to.flush();
      // The server may say 100 Continue before the body comes.
      threads.execute(() -> answer(upstream, client, bytes < head.length()));
      byte[] buffer = new byte[1 << 14];
      long left = bytes;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          return;
        }
        to.write(buffer, 0, read);
        to.flush();
        left -= read;
      }
      if (bytes == head.length()) {
        // Until the server has answered and closed, and the client with it.
        while (in.read() >= 0) {
          // nothing more is expected
        }
      }
    }
  }

  private static void answer(Socket upstream, Socket client, boolean interimOnly) {
    try (upstream) {
      InputStream from = upstream.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] buffer = new byte[1 << 14];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        String start = new String(buffer, 0, Math.min(n, 12), StandardCharsets.US_ASCII);
        if (interimOnly && !start.equals("HTTP/1.1 100")) {
          break;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
      client.shutdownOutput();
    } catch (IOException e) {
      // Either side hung up, which it may.
    }
  }

  /** The head of a request, with a demand to close the connection after it. */
  private static Head head(InputStream in) throws IOException {
    String requestLine = line(in);
    if (requestLine.isEmpty()) {
      return null;
    }
    StringBuilder head = new StringBuilder(requestLine).append("\r\nConnection: close\r\n");
    long length = 0;
    boolean waits = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
      if (name.equals("connection")) {
        continue;
      }
      waits |= name.equals("expect");
      length =
          name.equals("content-length")
              ? Long.parseLong(line.substring(line.indexOf(':') + 1).strip())
              : length;
      head.append(line).append("\r\n");
    }
    String[] words = requestLine.split(" ");
    return new Head(
        head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1),
        words[0],
        words[1],
        length,
        waits);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
