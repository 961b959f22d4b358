package com.example.zstackemulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

@ZstackEmulator
class ImageTest {
  @Test
  void anImageGoesThreeDaysAfterItsDeletion(World zstack) throws Exception {
    zstack.stopClock();
    String volume = zstack.find("volumes", "ROOT-for-web-1").get("uuid").getAsString();

    assertEquals(200, makeTemplate(zstack.url(), zstack.session(), volume, "web"));
    JsonObject image = zstack.find("images", "web");
    assertEquals("Ready", image.get("status").getAsString());

    zstack.call("DELETE", "/images/" + image.get("uuid").getAsString(), null);
    assertEquals("Deleted", zstack.find("images", "web").get("status").getAsString());

    // Three days, and the hour within which the world looks for what is to be expunged.
    zstack.advance("73h");
    assertEquals(List.of(), zstack.all("images", "name=web"));
    assertEquals(List.of(), zstack.brokenLaws());
  }

  @Test
  void aLostStorageLeavesNoImage(World zstack) throws Exception {
    String volume = zstack.find("volumes", "ROOT-for-web-1").get("uuid").getAsString();
    JsonObject rule = World.object("kind", "disconnect", "point", "create-root-volume-template/start-creating-template");
    rule.addProperty("times", 1);
    zstack.addFault(rule);

    assertNotEquals(200, makeTemplate(zstack.url(), zstack.session(), volume, "web"));
    assertEquals(List.of(), zstack.all("images", "name=web"));
    assertEquals(1, zstack.faults().get(0).get("hits").getAsInt());
  }

  @Test
  void whatIsAdminsIsNotAlices(World zstack) {
    String image = zstack.all("images", "status=Ready").get(0).get("uuid").getAsString();
    ApiException refusal =
        assertThrows(
            ApiException.class, () -> zstack.callAs(World.ALICE_SESSION, "DELETE", "/images/" + image, null));
    assertEquals(503, refusal.status());
  }

  @Test
  @ZstackEmulator(seed = "none")
  void aWorldCanBeEmpty(World zstack) {
    assertEquals(List.of(), zstack.all("images"));
  }

  /** Stands for the code under test: it knows ZStack by an address and a session. */
  private static int makeTemplate(String url, String session, String volume, String name)
      throws IOException, InterruptedException {
    URI uri = URI.create(url + "/v1/images/root-volume-templates/from/volumes/" + volume);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "OAuth " + session)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"params\":{\"name\":\"" + name + "\"}}"))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
