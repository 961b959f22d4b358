import type { Names } from '../compare/names.js';
import variances from '../compare/variances.json';
import { askWorld } from './ask-world.js';
import type { Answered } from './compare-answers.js';
import { codeOf, fieldOf, jsonOf } from './read-exchange.js';
import { NotCompared, NotEmulated, type Read } from './read.js';
import type { Sessions } from './sessions.js';
import { pathToWorld } from './translate.js';
import type { World } from './world.js';

const NOT_EMULATED = /is an API of ZStack that this emulator does not emulate/;
/** A job of the world is looked at so often: it ends as soon as everything that is due is done. */
const MOST_LOOKS = 20;
/** So often the world chooses again, when it has chosen what it must then refuse. */
const CHOICES = 5;

/** Does in the world what was done in the cloud. */
export class Replay {
  constructor(
    private readonly world: World,
    private readonly contextPath: string,
    private readonly names: () => Names,
    private readonly sessions: Sessions,
    /** Told when the world chose what the cloud did not. */
    private readonly onChoice: () => void,
  ) {}

  /**
   * Asks the world what the cloud was asked; of a job its end.
   * @throws {NotCompared} where the world cannot be asked
   */
  async ask(read: Read): Promise<Answered> {
    let answer = await this.#askOnce(read);
    for (let i = 0; i < CHOICES && read.cloud.status < 400 && isChosenRefusal(answer); i++) {
      // What was refused may have left something, as it does in the cloud when that chooses so.
      this.onChoice();
      answer = await this.#askOnce(read);
    }
    if (NOT_EMULATED.test(answer.text) || (answer.status === 404 && !read.named.facts)) {
      throw new NotEmulated();
    }
    return answer;
  }

  async #askOnce({ exchange, sent, cloud }: Read): Promise<Answered> {
    const { world, contextPath } = this;
    const refused = cloud.status < 400 ? undefined : (codeOf(jsonOf(cloud.text)) ?? 'refused');
    const headers = await this.sessions.headersFor(exchange, contextPath, refused);
    const below = exchange.path.slice(contextPath.length);
    const path = `${this.#own}${pathToWorld(below, this.names())}`;
    const isLogIn = /^\/v1\/accounts\/.*login/i.test(below);
    const bodies = isLogIn && refused === undefined ? this.sessions.bodiesOf(sent) : [sent];
    let answer: Answered | undefined;
    for (const body of bodies) {
      const bytes = body === '' ? undefined : Buffer.from(this.names().toWorld(body));
      const ofBody = bytes ? { 'content-length': String(bytes.length) } : {};
      answer = await askWorld(world.url, exchange.method, path, { ...headers, ...ofBody }, bytes);
      if (answer.status < 400) break;
    }
    if (!answer) throw new NotCompared('nothing was asked');
    if (isLogIn) this.sessions.loggedIn(sent, cloud, answer);
    return answer.status === 202 ? this.#endOf(answer) : answer;
  }

  async #endOf(accepted: Answered): Promise<Answered> {
    const path = `${this.#own}/v1/api-jobs/${jobOf(accepted)}`;
    for (let i = 0; i < MOST_LOOKS; i++) {
      await this.world.settle();
      const look = await askWorld(this.world.url, 'GET', path, {}, undefined);
      if (look.status !== 202) return look;
    }
    throw new NotCompared('its job does not end in the world');
  }

  /** The world's context path. */
  get #own(): string {
    return new URL(this.world.url).pathname.replace(/\/+$/, '');
  }
}

/** The job that a call was accepted as. */
export function jobOf({ text }: Answered): string | undefined {
  const location = fieldOf(jsonOf(text), 'location');
  return typeof location === 'string' ? /\/v1\/api-jobs\/([^/?]+)/.exec(location)?.[1] : undefined;
}

/** A refusal that comes of a choice that is made by chance. */
export const isChosenRefusal = ({ status, text }: Answered): boolean =>
  status >= 400 && variances.chosenRefusals.some((words) => text.includes(words));
