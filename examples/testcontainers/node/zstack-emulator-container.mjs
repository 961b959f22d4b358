import { randomUUID } from 'node:crypto';
import {
  AbstractStartedContainer,
  GenericContainer,
  getContainerRuntimeClient,
  Wait,
} from 'testcontainers';

const PORT = 8080;

/** A ZStack in a container, with nothing on disk; its own API takes a token that is made here. */
export class ZstackEmulatorContainer extends GenericContainer {
  #token = randomUUID();

  constructor(image = process.env.ZSTACK_EMULATOR_IMAGE || 'zstack-image-emulator') {
    super(image);
    this.withExposedPorts(PORT)
      .withEnvironment({
        EMULATOR_CONTROL_TOKEN: this.#token,
        // Others can reach a container: the published sessions of the seeds are kept there only when one says so.
        EMULATOR_SEED_SECRETS: 'kept',
        EMULATOR_DATA_DIR: ':memory:',
      })
      .withWaitStrategy(Wait.forHttp('/readyz', PORT));
  }

  async start() {
    const { info } = await getContainerRuntimeClient();
    const { host } = info.containerRuntime;
    // A daemon elsewhere has a name, such as `docker` in CI: the emulator is told that it is meant by it.
    if (/^[\w.-]+$/.test(host)) this.withEnvironment({ EMULATOR_ALLOWED_HOSTS: host });
    return new StartedZstackEmulatorContainer(await super.start(), this.#token);
  }
}

export class StartedZstackEmulatorContainer extends AbstractStartedContainer {
  constructor(started, token) {
    super(started);
    /** Of its own API. */
    this.token = token;
  }

  /** Its address, without a path. */
  get url() {
    return `http://${this.getHost()}:${this.getMappedPort(PORT)}`;
  }
}
