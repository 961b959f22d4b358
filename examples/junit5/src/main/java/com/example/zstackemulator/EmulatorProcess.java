package com.example.zstackemulator;

import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The local command, on a port of its own with nothing on disk. It lives as long as the pipe that is its input, which the
 * system closes when this process is gone, however it went.
 */
final class EmulatorProcess implements AutoCloseable {
  private static final int STARTS_WITHIN = 60;
  private static final int ENDS_WITHIN = 15;
  /** Of what it says on standard error. */
  private static final int KEPT = 16_384;

  private static final String INSTALL =
      "Install it (npm install --global zstack-image-emulator), set ZSTACK_EMULATOR_COMMAND to a command that is it"
          + " (node /path/to/dist/cli/main.js), or set ZSTACK_EMULATOR_URL to the address of one that runs.";

  private final Process process;
  private final BufferedReader output;
  private final String url;

  private EmulatorProcess(Process process) {
    this.process = process;
    this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    CompletableFuture<String> said = listen(process);
    CompletableFuture<Void> tooSlow = new CompletableFuture<>();
    tooSlow.completeOnTimeout(null, STARTS_WITHIN, TimeUnit.SECONDS).thenRun(process::destroyForcibly);
    this.url = listening();
    tooSlow.cancel(true);
    if (url == null) throw new EmulatorException(why(said.join().trim(), codeOf(process)));
  }

  static EmulatorProcess start() {
    List<String> words = new ArrayList<>(command());
    String port = System.getenv("ZSTACK_EMULATOR_PORT");
    words.addAll(List.of("serve", "--host", "127.0.0.1", "--port", port == null || port.isEmpty() ? "0" : port));
    words.addAll(List.of("--data-dir", ":memory:", "--until-stdin-ends"));
    ProcessBuilder builder = new ProcessBuilder(words);
    Map<String, String> variables = builder.environment();
    variables.putIfAbsent("LOG_LEVEL", "warn");
    variables.putIfAbsent("EMULATOR_LOG", "none");
    try {
      return new EmulatorProcess(builder.start());
    } catch (IOException reason) {
      throw new EmulatorException(words.get(0) + " cannot be started: " + reason.getMessage() + ". " + INSTALL, reason);
    }
  }

  String url() {
    return url;
  }

  /** Ends it, and waits until it is gone. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // That is what is wanted.
    }
    try {
      if (!process.waitFor(ENDS_WITHIN, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
    } catch (InterruptedException reason) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The address that it tells, or null when it ends instead. */
  private String listening() {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (!line.startsWith("{\"event\":\"listening\"")) continue;
        String controlUrl = JsonParser.parseString(line).getAsJsonObject().get("controlUrl").getAsString();
        return controlUrl.replaceAll("/emulator/v1$", "");
      }
      return null;
    } catch (IOException reason) {
      process.destroyForcibly();
      throw new UncheckedIOException(reason);
    }
  }

  /** Reads all that it says on standard error, and keeps the beginning. */
  private static CompletableFuture<String> listen(Process process) {
    CompletableFuture<String> all = new CompletableFuture<>();
    Thread thread = new Thread(() -> {
      StringBuilder kept = new StringBuilder();
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (kept.length() < KEPT) kept.append(line).append('\n');
        }
      } catch (IOException itIsGone) {
        // What it said until then is all.
      }
      all.complete(kept.toString());
    }, "zstack-emulator-stderr");
    thread.setDaemon(true);
    thread.start();
    return all;
  }

  private static int codeOf(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException reason) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** ZSTACK_EMULATOR_COMMAND, or what npm has installed here or for all. */
  private static List<String> command() {
    String given = System.getenv("ZSTACK_EMULATOR_COMMAND");
    if (given != null && !given.isBlank()) {
      // A path may have blanks in it, where it is all that is said.
      if (Files.isRegularFile(Path.of(given.trim()))) return List.of(given.trim());
      return Arrays.asList(given.trim().split("\\s+"));
    }
    List<Path> folders = new ArrayList<>();
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      folders.add(folder.resolve("node_modules").resolve(".bin"));
    }
    String path = System.getenv("PATH");
    if (path != null) for (String folder : path.split(java.io.File.pathSeparator)) folders.add(Path.of(folder));
    boolean isWindows = System.getProperty("os.name").startsWith("Windows");
    for (Path folder : folders) {
      Path program = folder.resolve(isWindows ? "zstack-emulator.cmd" : "zstack-emulator");
      if (Files.isExecutable(program)) return List.of(program.toString());
    }
    throw new EmulatorException("there is no program 'zstack-emulator' on the PATH or in node_modules. " + INSTALL);
  }

  private static String why(String said, int code) {
    String why =
        "the emulator did not start (exit code " + code + "): " + (said.isEmpty() ? "it said nothing" : said);
    if (said.contains("--until-stdin-ends")) {
      why += "\nIt is older than this extension: npm install --global zstack-image-emulator@latest";
    }
    if (said.contains("is in use") && System.getenv("ZSTACK_EMULATOR_PORT") != null) {
      why += "\nZSTACK_EMULATOR_PORT asks for that port: without it any free one is taken.";
    }
    return why;
  }
}
