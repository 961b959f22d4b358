import type { KnownOperation } from '../../contract/known-operations.js';
import type { Operation } from '../../api/define-operation.js';
import { PathTree } from './path-tree.js';

/** An operation as the router finds it: what is emulated, and its own names of the path's variables. */
export class Route {
  readonly #operations: ReadonlyMap<string, Operation>;

  constructor(
    readonly declared: KnownOperation,
    readonly variables: readonly string[],
    operations: ReadonlyMap<string, Operation>,
  ) {
    this.#operations = operations;
  }

  /** False for an operation that is known, but not emulated yet. */
  get isEmulated(): boolean {
    return this.#operations.has(this.declared.name);
  }

  /** What is emulated: loaded, if it was not yet. */
  get operation(): Operation | undefined {
    return this.#operations.get(this.declared.name);
  }
}

/** The operations that a router finds: where each is, and all of them by their names. */
export interface Placed {
  readonly listed: readonly Pick<Operation, 'name' | 'family' | 'method' | 'paths' | 'bodyKey'>[];
  readonly byName: ReadonlyMap<string, Operation>;
}

/** Operations that are loaded. */
export const placed = (operations: readonly Operation[]): Placed => ({
  listed: operations,
  byName: new Map(operations.map((operation) => [operation.name, operation])),
});

/** What a path leads to: all operations that share it, and the values of its variables. */
export interface Match {
  readonly routes: readonly Route[];
  readonly values: readonly string[];
  /** Whether these are all operations that the real system has at the path. */
  readonly isWhole: boolean;
}

const UUID = /^[0-9a-f]{32}$/;

/** Finds the operations of a path on a tree of its words: one operation more costs a request nothing. */
export class Router {
  readonly #makeOwn: () => Tree;
  /** Made by the first request: a start has no use for it. */
  #own: Tree | undefined;
  readonly #makeWhole: (() => Tree) | undefined;
  #whole: Tree | undefined;

  /** `reserved` reads the operations whose paths are known, and that is all; most requests need none. */
  constructor(
    known: readonly KnownOperation[],
    operations: Placed,
    reserved?: () => readonly KnownOperation[],
  ) {
    this.#makeOwn = () => new Tree(known, operations);
    const others = () => {
      const ours = new Set([...known, ...operations.listed].map(({ name }) => name));
      return reserved?.().filter(({ name }) => !ours.has(name)) ?? [];
    };
    this.#makeWhole = reserved && (() => new Tree([...known, ...others()], operations));
  }

  /** The operations of a path (without the context path), or undefined when nothing has it. */
  find(path: string): Match | undefined {
    const own = this.#findOwn(path);
    // No word in a path of the real system has the form of a uuid: where only uuids stand for variables,
    // no other path is meant. In front of them a word of its own always wins.
    if (own?.values.every((value) => UUID.test(value))) return own;
    return this.findWhole(path) ?? own;
  }

  /** The same among all operations of the real system. */
  findWhole(path: string): Match | undefined {
    if (!this.#makeWhole) return this.#findOwn(path);
    this.#whole ??= this.#makeWhole();
    return this.#whole.find(path, true);
  }

  #findOwn(path: string): Match | undefined {
    this.#own ??= this.#makeOwn();
    return this.#own.find(path, this.#makeWhole === undefined);
  }
}

class Tree {
  readonly #routes = new PathTree<Route[]>();

  constructor(known: readonly KnownOperation[], { listed, byName }: Placed) {
    const names = new Set(known.map(({ name }) => name));
    const undeclared = listed.filter(({ name }) => !names.has(name));
    for (const declared of [...known, ...undeclared]) {
      for (const path of declared.paths) {
        const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
        // Slashes side by side are one, as in the paths of requests.
        const routes = this.#routes.at(path.replaceAll(/\/{2,}/g, '/'), () => []);
        routes.push(new Route(declared, variables, byName));
      }
    }
  }

  find(path: string, isWhole: boolean): Match | undefined {
    const found = this.#routes.find(path);
    return found && { routes: found.value, values: found.variables, isWhole };
  }
}
