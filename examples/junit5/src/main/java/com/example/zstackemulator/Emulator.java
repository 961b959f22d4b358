package com.example.zstackemulator;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** An emulator: one that runs already, or the local command. It makes worlds. */
public final class Emulator implements AutoCloseable {
  /** What worlds need of it. */
  private static final Set<String> NEEDED =
      Set.of("CreateEnvironment", "DeleteEnvironment", "SetClock", "AdvanceClock", "CreateFault", "ListInvariants");

  private final String url;
  private final String authorization;
  private final EmulatorProcess process;

  private Emulator(String address, String token, EmulatorProcess process) {
    this.url = baseOf(address);
    this.authorization = token == null || token.isEmpty() ? null : "Bearer " + token;
    this.process = process;
    check();
  }

  /**
   * The one at {@code ZSTACK_EMULATOR_URL}, or one that is started here.
   *
   * @throws EmulatorException when there is none that can be used
   */
  public static Emulator start() {
    String token = System.getenv("EMULATOR_CONTROL_TOKEN");
    String address = System.getenv("ZSTACK_EMULATOR_URL");
    if (address != null && !address.isEmpty()) return join(address, token);
    EmulatorProcess process = EmulatorProcess.start();
    try {
      return new Emulator(process.url(), token, process);
    } catch (RuntimeException reason) {
      process.close();
      throw reason;
    }
  }

  /**
   * One that runs.
   *
   * @param address any of those that it prints at its start
   * @param token of its own API, or null where it was started without one
   * @throws EmulatorException when what answers there cannot be used
   */
  public static Emulator join(String address, String token) {
    return new Emulator(address, token, null);
  }

  /** Its address, without a path. */
  public String url() {
    return url;
  }

  /** Whether it ends with the tests. */
  boolean isOurs() {
    return process != null;
  }

  /**
   * A world.
   *
   * @param environment what POST /emulator/v1/environments takes; with a name
   */
  public World world(JsonObject environment) {
    control("POST", "/environments", environment);
    return new World(this, environment.get("name").getAsString());
  }

  /** Calls the emulator's own API; {@code path} without {@code /emulator/v1}, {@code body} may be null. */
  public JsonObject control(String method, String path, JsonObject body) {
    return Wire.exchange(method, url + "/emulator/v1" + path, body, authorization);
  }

  /** Writes a world to a file, with its sessions, for nobody else to read. */
  void export(String name, Path file) {
    try {
      Files.createDirectories(file.getParent());
      // A temporary file is for nobody else.
      Path target = Files.createTempFile(file.getParent(), name, ".part");
      Wire.save(url + "/emulator/v1/environments/" + name + "/export?secrets=keep", target, authorization);
      Files.move(target, file);
    } catch (IOException reason) {
      throw new EmulatorException("the world " + name + " cannot be written to " + file + ": " + reason, reason);
    }
  }

  /** Ends it, if it was started here. */
  @Override
  public void close() {
    if (process != null) process.close();
  }

  private static String baseOf(String address) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException reason) {
      uri = URI.create("");
    }
    if (uri.getScheme() == null || !uri.getScheme().startsWith("http") || uri.getAuthority() == null) {
      throw new EmulatorException("'" + address + "' is no address of an emulator; one looks like http://127.0.0.1:8080");
    }
    String path = uri.getPath().replaceAll("/(zstack|emulator/v1)?/*$", "");
    return uri.getScheme() + "://" + uri.getAuthority() + path;
  }

  private void check() {
    String stranger = "what answers at " + url + " is no emulator. Does ZSTACK_EMULATOR_URL say where it listens?";
    JsonObject listed;
    try {
      listed = control("GET", "", null);
    } catch (ApiException refusal) {
      boolean isLocked = refusal.status() == 401 || refusal.status() == 403;
      throw new EmulatorException(
          isLocked
              ? "the emulator at " + url + " refuses: " + refusal.details()
                  + "\nSet EMULATOR_CONTROL_TOKEN to the token that it was started with."
              : stranger);
    } catch (EmulatorException silence) {
      throw new EmulatorException(
          silence.getMessage() + "\nStart one (zstack-emulator serve), or unset ZSTACK_EMULATOR_URL:"
              + " then the tests start one for themselves.");
    }
    if (!listed.has("inventories")) throw new EmulatorException(stranger);
    Set<String> lacking = new TreeSet<>(NEEDED);
    for (JsonElement operation : listed.getAsJsonArray("inventories")) {
      lacking.remove(Wire.text(operation.getAsJsonObject(), "name", ""));
    }
    if (lacking.isEmpty()) return;
    String version = Wire.text(listed, "version", "of another version than this extension");
    throw new EmulatorException(
        "the emulator at " + url + " (" + version + ") has no " + String.join(", ", lacking)
            + ". Take an emulator and an extension of the same release.");
  }
}
