import type { Told } from '../../src/verify';
import { ADMIN_SESSION, SEED, type Json, type TestEmulator } from '../support/emulator';

const { volumes, backupStorages, vms, images, zone, hosts, primaryStorages } = SEED;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Writes down what a client is told, with names by number: the same in each run. */
export class Diary {
  readonly told: Told[] = [];
  readonly #names = new Map<string, string>();

  constructor(private readonly emulator: TestEmulator) {}

  /** Asks the image API; answers the inventory, or the whole answer where there is none. */
  async ask(method: Method, path: string, body?: object, session = ADMIN_SESSION): Promise<Json> {
    return this.#send(method, `/zstack/v1${path}`, body, { Authorization: `OAuth ${session}` });
  }

  /** Asks the emulator's own API. */
  async control(method: Method, path: string, body?: object): Promise<Json> {
    return this.#send(method, `/emulator/v1${path}`, body, {});
  }

  async #send(method: Method, path: string, body: object | undefined, headers: object) {
    const answer = await fetch(`${this.emulator.url}${path}`, {
      method,
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const request = `${method} ${path}${body ? ` ${JSON.stringify(body)}` : ''}`;
    const bare = this.#bare(text);
    this.told.push({
      request: this.#bare(request),
      status: answer.status,
      answer: isJson(answer) ? JSON.parse(bare) : bare,
    });
    const whole: Json = isJson(answer) ? JSON.parse(text) : text;
    return whole?.inventory ?? whole;
  }

  /** Writes down what the world is: every row of every table but those that record calls. */
  look(): void {
    const world = JSON.stringify(this.emulator.world(), (_key, value: unknown) =>
      value instanceof Uint8Array ? `${value.length} bytes` : value,
    );
    this.told.push({ request: 'the world', status: 0, answer: JSON.parse(this.#bare(world)) });
  }

  #bare(text: string): string {
    return text
      .replaceAll(/(?:http:\/\/)?127\.0\.0\.1:\d+/g, '<address>')
      .replaceAll(DURATION, '$1"<duration>"')
      .replaceAll(MACHINE_TIME, '<now>')
      .replaceAll(NAMES, (name) => {
        if (FIXED.has(name)) return name;
        const known = this.#names.get(name) ?? `#${this.#names.size + 1}`;
        this.#names.set(name, known);
        return known;
      });
  }
}

const isJson = (answer: Response) =>
  (answer.headers.get('content-type') ?? '').startsWith('application/json');
/** Worlds live in 2017; what the machine's clock says is another time in each run. */
const MACHINE_TIME = /\b20(?:2[6-9]|[3-9]\d)-\d\d-\d\dT[\d:.]+Z/g;
/** How long an answer took. */
const DURATION = /("(?:time|wait|durationMs|milliseconds)":)[\d.]+/g;
const NAMES = /\b(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\b/g;
/** Names of the default world are said as they are. */
const FIXED = new Set<string>(
  [images, volumes, vms, hosts, backupStorages, primaryStorages, { zone }].flatMap((all) =>
    Object.values(all),
  ),
);
