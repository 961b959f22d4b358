import type { Command } from 'commander';
import {
  addConnection,
  ControlClient,
  segment,
  type Answer,
  type ConnectionOptions,
  type Inventory,
} from './control-client.js';

/** What the options of `addTarget` say. */
export interface TargetOptions extends ConnectionOptions {
  readonly environment?: string;
  readonly json?: boolean;
}

/** Which emulator and which of its environments a command is about, and how it prints. */
export function addTarget(command: Command): Command {
  return addConnection(command)
    .option('--environment <name>', 'the environment (default: default)')
    .option('--json', 'print JSON, for scripts');
}

/** The control API of one environment. */
export class EnvironmentClient {
  readonly #client: ControlClient;
  readonly #prefix: string;

  constructor(options: TargetOptions) {
    const { environment } = options;
    this.#client = new ControlClient(options);
    this.#prefix = environment === undefined ? '' : `/environments/${segment(environment)}`;
  }

  /** The whole answer of a call; `params` go into the body of POST and PUT. */
  ask(method: string, path: string, params?: object, signal?: AbortSignal): Promise<Answer> {
    return this.#client.answer(method, this.#prefix + path, {
      ...(params === undefined ? {} : { params: { ...params } }),
      ...(signal ? { signal } : {}),
    });
  }

  /** The inventories of a list; `filters` that are given go into the query. */
  async list(path: string, filters: Inventory = {}): Promise<readonly Inventory[]> {
    const { inventories } = await this.ask('GET', `${path}${queryOf(filters)}`);
    return inventories ?? [];
  }
}

/** A query string of what is given. */
export function queryOf(filters: Inventory): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (typeof value === 'string' || typeof value === 'number') search.set(name, `${value}`);
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
}

/** What is given of some options, without what is not. */
export const given = (options: Inventory): Inventory =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
