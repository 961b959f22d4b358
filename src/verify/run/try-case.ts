import { setTimeout as pause } from 'node:timers/promises';
import type { Case, Thing } from '../cases/case.js';
import { TooLong, type Exchange } from '../client/client.js';
import { requestOf } from '../client/request-of.js';
import { ownPrefix, type Context } from './context.js';
import { doCall, doCheck, doRequest } from './do-step.js';
import { madeBy, remove, type Made } from './things.js';
import { at, filled, NoSuchValue } from './values.js';
import { CannotTell, Differs, type Verdict } from './verdict.js';

type Body = Pick<Case, 'needs' | 'makes' | 'shares' | 'steps'>;

/** So much later does each attempt begin than the one before, in ms. */
const ATTEMPT_LATER = 7;

/** Tries cases one after the other; what they share is made once. */
export class Trial {
  readonly #needs = new Map<string, Promise<unknown>>();
  readonly #shared = new Map<string, Promise<unknown>>();
  /** Of what is shared: it stays until the end. */
  readonly #kept: Made[] = [];
  #count = 0;

  constructor(private readonly context: Context) {}

  async try(one: Case): Promise<Verdict> {
    const attempts = one.repeats ?? 1;
    for (let attempt = 1; ; attempt += 1) {
      const verdict = await this.#once(one);
      if (verdict.state !== 'differs' || attempt >= attempts) return verdict;
      // Others may come between the same steps in the same way again: each attempt begins elsewhere in their work.
      await pause(attempt * ATTEMPT_LATER);
    }
  }

  /** Makes one of each kind, so that queries have rows to find; what cannot be made, cases tell. */
  async populate(): Promise<void> {
    for (const { thing, also = [] } of Object.values(this.context.book.kinds)) {
      for (const one of thing === undefined ? also : [thing, ...also]) {
        await this.#share(one).catch((error: unknown) => {
          if (unknownBecause(error) === undefined) throw error;
        });
      }
    }
  }

  /** Removes what cases shared; answers what is left. */
  async end(): Promise<void> {
    await this.#remove(this.#kept.splice(0));
  }

  async #once(one: Case): Promise<Verdict> {
    const exchanges: Exchange[] = [];
    this.context.client.onExchange = (exchange) => exchanges.push(exchange);
    const made: Made[] = [];
    const sessions: string[] = [];
    try {
      await this.#body(one, this.#begin(), made, sessions);
      return { case: one, state: 'proven', reasons: [], exchanges };
    } catch (error) {
      if (error instanceof Differs) {
        return { case: one, state: 'differs', reasons: error.reasons, exchanges: [...exchanges] };
      }
      const reason = unknownBecause(error);
      if (reason === undefined) throw error;
      return { case: one, state: 'unknown', reasons: [reason], exchanges: [...exchanges] };
    } finally {
      this.context.client.onExchange = () => undefined;
      if (!this.context.client.signal?.aborted) {
        await this.#remove(made);
        for (const session of sessions) await this.context.client.logOut(session);
      }
    }
  }

  #begin(): Record<string, unknown> {
    const { chance, given } = this.context;
    this.#count += 1;
    const own = `${ownPrefix(this.context)}${this.#count}`;
    return {
      // What nobody uses may be another one for each case: `${own}.example`.
      ...(filled(given, { own }) as Record<string, unknown>),
      own,
      uuid: chance.uuid(),
      nobody: chance.uuid(),
      number: this.#count,
    };
  }

  async #body(
    body: Body,
    scope: Record<string, unknown>,
    made: Made[],
    sessions: string[],
  ): Promise<void> {
    for (const [alias, need] of Object.entries(body.needs ?? {}))
      scope[alias] = await this.#need(need);
    for (const [alias, thing] of Object.entries(body.shares ?? {}))
      scope[alias] = await this.#share(thing);
    for (const [alias, thing] of Object.entries(body.makes ?? {})) {
      scope[alias] = await this.#make(thing, made, sessions);
    }
    await this.#steps(body.steps, scope, made, sessions);
  }

  async #steps(
    steps: Body['steps'],
    scope: Record<string, unknown>,
    made: Made[],
    sessions: string[],
  ): Promise<void> {
    for (const step of steps) {
      if ('equal' in step) doCheck(step, scope);
      else if ('login' in step) {
        const { account, password, as } = filled(step.login, scope) as typeof step.login;
        const session = await this.context.client.logIn(account, password);
        sessions.push(session);
        scope[as] = session;
      } else {
        const answer =
          'call' in step
            ? await doCall(this.context, step, scope)
            : await doRequest(this.context, step, scope);
        const one =
          'call' in step && answer.status === 200
            ? madeBy(this.context, step.call, answer.body)
            : undefined;
        if (one) made.push(one);
        for (const [alias, path] of Object.entries(step.take ?? {})) {
          const value = path === '.' ? answer.body : taken(answer.body, path);
          if (value === undefined) {
            if ('otherwise' in step && step.otherwise) {
              await this.#steps(step.otherwise, scope, made, sessions);
              return;
            }
            throw step.lacking === undefined
              ? new Differs([`the answer has no ${path}`])
              : new CannotTell(step.lacking);
          }
          scope[alias] = value;
        }
      }
    }
  }

  #need(name: string): Promise<unknown> {
    const known = this.#needs.get(name);
    if (known) return known;
    const found = this.#find(name);
    this.#needs.set(name, found);
    return found;
  }

  async #find(name: string): Promise<unknown> {
    const { book, client, facts } = this.context;
    const need = book.needs[name];
    if (!need) throw new RangeError(`contract/cases/needs.yaml has no ${name}`);
    const operation = facts.operations.get(need.call);
    const answer = operation ? await client.call(requestOf(operation, need.with ?? {})) : undefined;
    const rows = at(answer?.body, need.from ?? 'inventories');
    const row: unknown = Array.isArray(rows) ? rows[0] : undefined;
    if (row !== undefined) return row;
    throw new CannotTell(`it needs ${need.what}, and there is none`);
  }

  #share(name: string): Promise<unknown> {
    const known = this.#shared.get(name);
    if (known) return known;
    const made = this.#make(name, this.#kept, []);
    this.#shared.set(name, made);
    return made;
  }

  async #make(name: string, made: Made[], sessions: string[]): Promise<unknown> {
    const thing: Thing | undefined = this.context.book.things[name];
    if (!thing) throw new RangeError(`contract/cases/things.yaml has no ${name}`);
    const scope = this.#begin();
    try {
      await this.#body(thing, scope, made, sessions);
      return filled(thing.gives, scope);
    } catch (error) {
      const reason = error instanceof Differs ? error.reasons[0] : unknownBecause(error);
      if (reason === undefined) throw error;
      throw new CannotTell(`its ${name} cannot be made: ${reason}`);
    }
  }

  async #remove(made: readonly Made[]): Promise<void> {
    // What cannot be removed now is looked for at the end of the run.
    for (const one of made.toReversed()) await remove(this.context, one).catch(() => false);
  }
}

function unknownBecause(error: unknown): string | undefined {
  if (error instanceof CannotTell || error instanceof TooLong) return error.message;
  return error instanceof NoSuchValue
    ? `what it goes on with is not there: ${error.reference}`
    : undefined;
}

/**
 * `inventories.0`, or `inventories? md5Sum`: the first with a value there that a condition can hold as it is, or
 * `inventories?! md5Sum`: the first without any.
 */
function taken(body: unknown, path: string): unknown {
  const [list = '', field] = path.split('?').map((part) => part.trim());
  if (field === undefined) return at(body, list);
  const rows = at(body, list);
  if (!Array.isArray(rows)) return undefined;
  const wanted = field.startsWith('!') ? field.slice(1).trim() : undefined;
  return wanted === undefined
    ? rows.find((row) => isPlain(at(row, field)))
    : rows.find((row) => at(row, wanted) === undefined);
}

/** What conditions take for operators, and what is cut off at their ends. */
const NOT_PLAIN = /[=<>~?!]| is null|not null|^\s|\s$|^$/;

const isPlain = (value: unknown) =>
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= 200 && !NOT_PLAIN.test(value));
