package com.example.zstackemulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.DockerClientFactory;

/** One ZStack for the class, a world of its own for each test. */
class ContainerTest {
  private static ZstackEmulatorContainer container;
  private static Emulator emulator;

  @RegisterExtension static final ZstackEmulatorExtension WORLDS = new ZstackEmulatorExtension(() -> emulator);

  /** A container, or where no daemon answers the local command. */
  @BeforeAll
  static void start() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      System.err.println("no Docker daemon answers: the local command is used");
      emulator = Emulator.start();
      return;
    }
    container = new ZstackEmulatorContainer();
    container.start();
    emulator = Emulator.join(container.getUrl(), container.getToken());
  }

  @AfterAll
  static void end() {
    if (emulator != null) emulator.close();
    if (container != null) container.stop();
  }

  @Test
  void anImageIsMadeOfARootVolume(World zstack) {
    assertEquals("Ready", makeTemplate(zstack).get("status").getAsString());
  }

  @Test
  void aStorageIsLostWhileItIsMade(World zstack) {
    zstack.addFault(
        World.object("kind", "disconnect", "point", "create-root-volume-template/start-creating-template"));
    assertThrows(ApiException.class, () -> makeTemplate(zstack));
    assertEquals(List.of(), zstack.all("images", "name=mine"));
  }

  private static JsonObject makeTemplate(World zstack) {
    String volume = zstack.find("volumes", "ROOT-for-web-1").get("uuid").getAsString();
    JsonObject body = new JsonObject();
    body.add("params", World.object("name", "mine"));
    String path = "/images/root-volume-templates/from/volumes/" + volume;
    return zstack.call("POST", path, body).getAsJsonObject("inventory");
  }
}
