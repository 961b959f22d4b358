package com.example.zstackemulator;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A ZStack that belongs to one test. */
public final class World {
  /** Sessions of the default seed; they never end. */
  public static final String ADMIN_SESSION = "5e55000000004000800000000000ad01";

  public static final String ALICE_SESSION = "5e5500000000400080000000000a11ce";

  private final Emulator emulator;
  private final String name;
  private final String url;
  private String session;

  World(Emulator emulator, String name) {
    this.emulator = emulator;
    this.name = name;
    // As it is reached from here: a container knows another address of itself.
    this.url = emulator.url() + "/environments/" + name + "/zstack";
  }

  public String name() {
    return name;
  }

  /** What the code under test is given: the image API answers at {@code url()/v1}. */
  public String url() {
    return url;
  }

  /** A session of admin: the default seed's, or a new one where the world has none. */
  public synchronized String session() {
    if (session == null) session = adminSession();
    return session;
  }

  /**
   * Calls the image API as admin.
   *
   * @param path without {@code /v1}
   * @param body may be null
   * @throws ApiException when it is refused
   */
  public JsonObject call(String method, String path, JsonObject body) {
    return callAs(session(), method, path, body);
  }

  /** {@link #call} with another session. */
  public JsonObject callAs(String session, String method, String path, JsonObject body) {
    return Wire.exchange(method, url + "/v1" + path, body, "OAuth " + session);
  }

  /** Calls the emulator's own API for this world, such as {@code GET /tasks}. */
  public JsonObject control(String method, String path, JsonObject body) {
    return emulator.control(method, "/environments/" + name + path, body);
  }

  /** A new session of an account; {@code admin} and {@code alice} are the seed's. */
  public String logIn(String account, String password) {
    JsonObject who = object("accountName", account, "password", sha512(password));
    JsonObject body = new JsonObject();
    body.add("logInByAccount", who);
    JsonObject answer = Wire.exchange("PUT", url + "/v1/accounts/login", body, null);
    return answer.getAsJsonObject("inventory").get("uuid").getAsString();
  }

  /** The inventories of a kind ({@code images}, {@code backup-storage}) that meet conditions such as {@code status=Ready}. */
  public List<JsonObject> all(String kind, String... conditions) {
    String query =
        Stream.of(conditions)
            .map(condition -> "q=" + URLEncoder.encode(condition, StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return objects(call("GET", "/" + kind + "?" + query, null), "inventories");
  }

  /**
   * The one of a kind that is called so, by its name in the seed for example.
   *
   * @throws NoSuchElementException when there is none, or there are several; it names what there is
   */
  public JsonObject find(String kind, String name) {
    List<JsonObject> found = all(kind, "name=" + name);
    if (found.size() == 1) return found.get(0);
    String names = all(kind).stream().map(one -> Wire.text(one, "name", "")).collect(Collectors.joining(", "));
    throw new NoSuchElementException(
        found.size() + " of " + kind + " are called '" + name + "'; there are: " + names);
  }

  /** Lets the time of this world stand still. */
  public void stopClock() {
    control("PUT", "/clock", object("mode", "stopped"));
  }

  /** Lets it go on from where it stands. */
  public void runClock() {
    control("PUT", "/clock", object("mode", "run"));
  }

  /** Moves the time of this world on ({@code 3d}, {@code 90s}), does all that falls due, and answers what changed. */
  public List<JsonObject> advance(String by) {
    return objects(control("POST", "/clock/advance", object("by", by)), "changes");
  }

  /** Makes something go wrong: a rule in the words of the control API, {@code {"kind": "fail", "operation": "AddImage"}}. */
  public void addFault(JsonObject rule) {
    control("POST", "/faults", rule);
  }

  /** The rules, with how often each has fired ({@code hits}). */
  public List<JsonObject> faults() {
    return objects(control("GET", "/faults", null), "inventories");
  }

  /** The laws that the world breaks, with the rows; none is good. */
  public List<JsonObject> brokenLaws() {
    List<JsonObject> laws = objects(control("GET", "/invariants", null), "inventories");
    laws.removeIf(law -> law.get("holds").getAsBoolean());
    return laws;
  }

  /** Back to what it was made from. */
  public void reset() {
    control("POST", "/reset", null);
  }

  void remove() {
    control("DELETE", "", null);
  }

  /** Lets it be looked at after the run; tells where. */
  String keep() {
    if (!emulator.isOurs()) return "the world " + name + " is kept: " + url;
    Path file = Path.of(".zstack-worlds", name + ".sqlite").toAbsolutePath();
    emulator.export(name, file);
    return "the world " + name + " is kept: zstack-emulator import " + name + " " + file;
  }

  /** A JSON object of names and values. */
  public static JsonObject object(String... namesAndValues) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) object.addProperty(namesAndValues[i], namesAndValues[i + 1]);
    return object;
  }

  private String adminSession() {
    try {
      callAs(ADMIN_SESSION, "GET", "/zones?limit=1", null);
      return ADMIN_SESSION;
    } catch (ApiException refusal) {
      if (!refusal.code().equals("ID.1001")) throw refusal;
    }
    try {
      return logIn("admin", "password");
    } catch (ApiException refusal) {
      throw new EmulatorException(
          "nobody knows admin's session or password of " + name + " (" + refusal.details() + "). An emulator that others"
              + " can reach replaces the published ones, unless it is started with EMULATOR_SEED_SECRETS=kept.");
    }
  }

  private static List<JsonObject> objects(JsonObject answer, String member) {
    List<JsonObject> all = new ArrayList<>();
    for (JsonElement one : answer.getAsJsonArray(member)) all.add(one.getAsJsonObject());
    return all;
  }

  private static String sha512(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
      StringBuilder hex = new StringBuilder();
      for (byte one : digest) hex.append(String.format("%02x", one));
      return hex.toString();
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }
}
