package com.example.zstackemulator;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** Requests to an emulator. */
final class Wire {
  /** The emulator itself waits 30 seconds for a job. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  // Of HTTP/2 it knows nothing: the offer would cost a header of every request.
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Wire() {}

  /**
   * Sends one request; answers the JSON of a good answer.
   *
   * @param authorization the header's value, or null
   * @throws ApiException when it is refused
   * @throws EmulatorException when nobody answers
   */
  static JsonObject exchange(String method, String url, JsonObject body, String authorization) {
    HttpRequest.Builder request = request(url, authorization);
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body.toString()));
    }
    HttpResponse<String> answer = send(request.build(), BodyHandlers.ofString());
    JsonObject said = objectIn(answer.body());
    if (answer.statusCode() < 400) return said;
    JsonElement error = said.get("error");
    JsonObject refusal = error != null && error.isJsonObject() ? error.getAsJsonObject() : new JsonObject();
    throw new ApiException(
        method + " " + url, answer.statusCode(), text(refusal, "code", ""), details(refusal, answer.body()));
  }

  /** Writes what a GET answers to a file that is there. */
  static void save(String url, Path file, String authorization) {
    HttpRequest request = request(url, authorization).build();
    HttpResponse<Path> answer = send(request, BodyHandlers.ofFile(file));
    if (answer.statusCode() >= 400) throw new ApiException("GET " + url, answer.statusCode(), "", "see " + file);
  }

  /** The sentence of a refusal, and in brackets those of its causes: the reason is often told there alone. */
  private static String details(JsonObject refusal, String otherwise) {
    String details = text(refusal, "details", otherwise);
    JsonElement cause = refusal.get("cause");
    return cause != null && cause.isJsonObject() ? details + " (" + details(cause.getAsJsonObject(), "") + ")" : details;
  }

  static String text(JsonObject object, String name, String otherwise) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : otherwise;
  }

  private static HttpRequest.Builder request(String url, String authorization) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
    if (authorization != null) request.header("Authorization", authorization);
    return request;
  }

  private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
    String called = request.method() + " " + request.uri();
    try {
      return CLIENT.send(request, handler);
    } catch (IOException reason) {
      throw new EmulatorException(called + ": no answer (" + reason + "). Does the emulator still run?", reason);
    } catch (InterruptedException reason) {
      Thread.currentThread().interrupt();
      throw new EmulatorException(called + ": interrupted", reason);
    }
  }

  private static JsonObject objectIn(String text) {
    try {
      JsonElement found = JsonParser.parseString(text);
      return found.isJsonObject() ? found.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException noJson) {
      return new JsonObject();
    }
  }
}
