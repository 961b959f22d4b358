import type { Identity } from '../../src/app/image-api-client';
import { EmulatorWorld, type WorldOptions } from '../../src/cli/shadow/emulator-world';
import { Judge, Proxy } from '../../src/shadow';
import type { Verdict } from '../../src/shadow/judge/verdict';
import { readBook } from '../../src/verify/cases/read-book';
import { readFacts } from '../../src/verify/facts/facts';
import { ADMIN_SESSION, seedText, type Json } from '../support/emulator';
import { send, type Heard } from '../support/http-client';

interface BesideOptions extends Partial<WorldOptions> {
  readonly hasOtherNames?: boolean;
  readonly knowsAll?: boolean;
  readonly identity?: Identity;
  readonly pause?: number;
}

/** A proxy before a cloud, with a judge in this process: what it says is there when it is asked for. */
export class Beside {
  readonly verdicts: Verdict[] = [];
  #judging: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly proxy: Proxy,
    private readonly world: EmulatorWorld,
  ) {}

  /** `cloud`: its origin. */
  static async start(cloud: string, options: BesideOptions = {}): Promise<Beside> {
    const { hasOtherNames = false, knowsAll = true, identity, pause, ...ofWorld } = options;
    const world = await EmulatorWorld.start(
      { seed: 'default', wire: 'documented', checks: 'strict', ...ofWorld },
      `${cloud}/zstack`,
      identity,
    );
    const names = world.captured?.text ?? seedText('default.yaml');
    const judge = new Judge({
      world,
      facts: readFacts(),
      contextPath: '/zstack',
      knowsAll,
      book: readBook,
      notCarried: world.captured?.notCarried ?? [],
      ...(pause === undefined ? {} : { pause }),
      ...(hasOtherNames ? {} : { sameNames: names }),
    });
    const all: Beside[] = [];
    const proxy = await Proxy.start({
      url: `${cloud}/zstack`,
      host: '127.0.0.1',
      port: 0,
      mostOfBody: 2 ** 20,
      onExchange(exchange) {
        const [beside] = all;
        if (!beside) return;
        const earlier = beside.#judging;
        const next = async () => {
          await earlier;
          beside.verdicts.push(await judge.judge(exchange));
        };
        beside.#judging = next();
      },
    });
    const beside = new Beside(proxy, world);
    all.push(beside);
    running.add(beside);
    return beside;
  }

  /** A call of the image API through the proxy; of a job its end. */
  async call(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Heard> {
    const sent = { Authorization: `OAuth ${ADMIN_SESSION}`, ...headers };
    const answer = await send(method, `${this.proxy.url}/v1${path}`, sent, body);
    const job = /\/v1(\/api-jobs\/[^/]+)$/.exec(String(answer.body.location ?? ''))?.[1];
    if (answer.status !== 202 || job === undefined) return answer;
    for (;;) {
      const look = await send('GET', `${this.proxy.url}/v1${job}`, {});
      if (look.status !== 202) return look;
    }
  }

  async make(method: string, path: string, body?: object): Promise<Json> {
    const answer = await this.call(method, path, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.body.inventory;
  }

  /** A minute passes in the world. */
  later(): Promise<void> {
    return this.world.moveTo(this.world.now() + 60_000);
  }

  /** What has been said of everything that was asked by now. */
  async judged(): Promise<Verdict[]> {
    // An exchange is handed over when its answer has ended here, which may be after the client has it.
    const { requests } = this.proxy.traffic;
    while (this.verdicts.length < requests) {
      await new Promise((resolve) => setImmediate(resolve));
      await this.#judging;
    }
    return this.verdicts;
  }

  /** Differences as `operation kind place`. */
  async differences(): Promise<string[]> {
    return (await this.judged()).flatMap(({ operation, differences }) =>
      differences.map(({ kind, place }) => `${operation} ${kind} ${place}`),
    );
  }

  async stop(): Promise<void> {
    running.delete(this);
    await this.proxy.close(0);
    await this.#judging;
    await this.world.stop();
  }
}

const running = new Set<Beside>();

afterEach(async () => {
  for (const beside of running) await beside.stop();
});
