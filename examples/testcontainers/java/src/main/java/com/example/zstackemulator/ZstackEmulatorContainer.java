package com.example.zstackemulator;

import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A ZStack in a container, with nothing on disk; its own API takes a token that is made here. */
public class ZstackEmulatorContainer extends GenericContainer<ZstackEmulatorContainer> {
  private static final int PORT = 8080;

  private final String token = UUID.randomUUID().toString();

  /** The image of {@code ZSTACK_EMULATOR_IMAGE}, or {@code zstack-image-emulator} as {@code docker build} tags it. */
  public ZstackEmulatorContainer() {
    this(DockerImageName.parse(System.getenv().getOrDefault("ZSTACK_EMULATOR_IMAGE", "zstack-image-emulator")));
  }

  public ZstackEmulatorContainer(DockerImageName image) {
    super(image);
    withExposedPorts(PORT);
    withEnv("EMULATOR_CONTROL_TOKEN", token);
    // Others can reach a container: the published sessions of the seeds are kept there only when one says so.
    withEnv("EMULATOR_SEED_SECRETS", "kept");
    withEnv("EMULATOR_DATA_DIR", ":memory:");
    waitingFor(Wait.forHttp("/readyz").forPort(PORT));
  }

  /** Its address, without a path. */
  public String getUrl() {
    return "http://" + getHost() + ":" + getMappedPort(PORT);
  }

  /** Of its own API. */
  public String getToken() {
    return token;
  }

  @Override
  protected void configure() {
    // A daemon elsewhere has a name, such as docker in CI: the emulator is told that it is meant by it.
    String host = DockerClientFactory.instance().dockerHostIpAddress();
    if (host.matches("[\\w.-]+")) withEnv("EMULATOR_ALLOWED_HOSTS", host);
  }
}
