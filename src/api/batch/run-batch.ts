import { ApiError, apiError } from '../../core/api-error.js';
import { isPlainObject } from '../../core/plain-object.js';
import { messageClassOf } from '../../domain/message-class.js';
import type { World } from '../../domain/world.js';
import { parseScript } from '../../query/batch/parse-script.js';
import { ScriptError, type Expression } from '../../query/batch/script.js';
import type { Caller } from '../../services/accounts/sessions.js';
import { refuseOthers } from '../authorize.js';
import type { Operation, QueryOperation, SyncOperation } from '../define-operation.js';
import { answerToQuery } from '../execute-query.js';
import { readQueryMessage } from '../query-message.js';
import { readParams } from '../read-params.js';
import { validateParams } from '../validate-params.js';
import { callOfWords } from './words.js';

type Asked = QueryOperation | SyncOperation;

/** What is asked here makes nothing. */
const noTags = () => ({ systemTags: [], userTags: [] });

export interface Batch {
  readonly world: World;
  readonly caller: Caller;
  readonly operations: readonly Operation[];
  /** Answers statements of ZQL. */
  readonly zql: (text: string) => unknown;
}

/** Of the calls that need no session the only one that a script may make. */
const OPEN_TO_SCRIPTS = ['GetCurrentTime'];

/**
 * Runs the script of a batch query, and answers what it has put.
 * @throws SYS.1014 for a part of Groovy that is not run here; SYS.1006 for what goes wrong in it, with the line
 */
export function runBatch(batch: Batch, script: string): Record<string, unknown> {
  const run = new Run(batch);
  const lines = script.split('\n');
  for (const { line, target, value } of parsed(script)) {
    try {
      run.statement(target, value);
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof ScriptError)) throw error;
      const why = error instanceof ApiError ? error.errorCode.details : error.message;
      throw apiError('SYS.1006', `${why}, error at line ${line}: ${lines[line] ?? ''}`);
    }
  }
  return run.output;
}

function parsed(script: string) {
  try {
    return parseScript(script);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    throw apiError(
      'SYS.1014',
      `the script of a batch query sets variables and calls query, zql, call and put here, and is no other Groovy: ${error.message}, error at line ${error.line}: ${script.split('\n')[error.line] ?? ''}`,
    );
  }
}

class Run {
  readonly output: Record<string, unknown> = {};
  readonly #variables = new Map<string, unknown>();

  constructor(private readonly batch: Batch) {}

  statement(target: string | undefined, value: Expression): void {
    const result = this.#valueOf(value);
    if (target !== undefined) this.#variables.set(target, result);
  }

  #valueOf(expression: Expression): unknown {
    switch (expression.kind) {
      case 'value':
        return expression.value;
      case 'text':
        return expression.parts.map((part) => shown(this.#valueOf(part))).join('');
      case 'list':
        return expression.items.map((item) => this.#valueOf(item));
      case 'map':
        return Object.fromEntries(
          expression.entries.map(([key, value]) => [
            shown(this.#valueOf(key)),
            this.#valueOf(value),
          ]),
        );
      case 'name':
        return this.#variable(expression.name);
      case 'sum':
        return sumOf(this.#valueOf(expression.left), this.#valueOf(expression.right));
      case 'member':
        return memberOf(
          this.#valueOf(expression.of),
          this.#valueOf(expression.key),
          expression.isSafe,
        );
      case 'call':
        return this.#call(
          expression.name,
          expression.args.map((arg) => this.#valueOf(arg)),
        );
    }
  }

  #variable(name: string): unknown {
    if (this.#variables.has(name)) return this.#variables.get(name);
    throw apiError('SYS.1006', `No such property: ${name} for class: Script1`);
  }

  #call(name: string, [first, second]: readonly unknown[]): unknown {
    switch (name) {
      case 'put':
        this.output[shown(first)] = second ?? null;
        return second;
      case 'query':
        return this.#query(shown(first));
      case 'zql':
        return this.batch.zql(shown(first));
      default:
        return this.#message(shown(first), shown(second));
    }
  }

  /** `queryimage` or the whole name of the message's class, in that case. */
  #find(name: string): Asked {
    const found = this.batch.operations.find(
      (operation) =>
        operation.name.toLowerCase() === name || messageClassOf(operation.name) === name,
    );
    const isAsked = found?.kind === 'query' || (found?.kind === 'sync' && !found.isSlow);
    if (isAsked && (found.auth || OPEN_TO_SCRIPTS.includes(found.name))) return found;
    throw apiError('SYS.1007', `no query API found for ${name}`);
  }

  #query(text: string): unknown {
    const { name, message } = callOfWords(text);
    const found = this.#find(name.toLowerCase());
    const { world, caller } = this.batch;
    if (found.kind !== 'query') {
      throw apiError(
        'SYS.1000',
        `class[${messageClassOf(found.name)}] is not annotated by AutoQuery`,
      );
    }
    // What belongs to the admin alone is empty for others.
    if (found.adminOnly && !caller.isAdmin) return { total: 0, result: [] };
    const { inventories, total } = this.#answer(found, readQueryMessage(world, message)());
    return { total: total ?? null, result: inventories ?? null };
  }

  #answer(operation: QueryOperation, query: Parameters<typeof answerToQuery>[2]) {
    const { world, caller } = this.batch;
    return answerToQuery(world, operation, query, caller) as {
      readonly inventories?: readonly object[];
      readonly total?: number;
    };
  }

  /** One call with the fields of its message as JSON. */
  #message(name: string, json: string): unknown {
    const operation = this.#find(name);
    const given = jsonOf(json);
    const { world, caller } = this.batch;
    if (operation.kind === 'query') {
      const makeQuery = readQueryMessage(world, given);
      refuseOthers(world, operation, caller, {});
      return { result: this.#answer(operation, makeQuery()) };
    }
    const raw = readParams(operation.params, given);
    const params = validateParams(world, operation.params, raw);
    refuseOthers(world, operation, caller, raw);
    return { result: operation.run(world, params, caller, noTags) };
  }
}

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw apiError('SYS.1000', (error as Error).message);
  }
  if (isPlainObject(given)) return given;
  throw apiError('SYS.1000', `Expected BEGIN_OBJECT but was ${text}`);
}

/** A value in a text, as Groovy shows it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (isPlainObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${key}:${shown(item)}`);
    return `[${entries.length === 0 ? ':' : entries.join(', ')}]`;
  }
  return String(value);
}

function sumOf(left: unknown, right: unknown): unknown {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (Array.isArray(left)) return [...(left as unknown[]), ...[right].flat()];
  return shown(left) + shown(right);
}

/** Of a list a number is a place, also from its end, and a name is that of each of its items. */
function memberOf(of: unknown, key: unknown, isSafe: boolean): unknown {
  if (of === null || of === undefined) {
    if (isSafe) return null;
    throw apiError('SYS.1006', `Cannot get property '${shown(key)}' on null object`);
  }
  if (Array.isArray(of)) {
    const items = of as unknown[];
    return typeof key === 'number'
      ? (items.at(key) ?? null)
      : items.map((item) => memberOf(item, key, true));
  }
  const name = shown(key);
  if (isPlainObject(of)) return Object.hasOwn(of, name) ? (of[name] ?? null) : null;
  throw apiError('SYS.1006', `invalid operation on class[${typeof of}]`);
}
