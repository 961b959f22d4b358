import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Emulator, Environment, ReliedOn } from '../../app/library/emulator.js';
import { CommandFailed } from '../exit-codes.js';
import { Progress } from '../progress.js';
import { AnswerProxy } from './answer-proxy.js';
import { findNeeded, type Needed } from './bisect.js';
import { callOf, type Field } from './fields.js';

/** The world as it is before the command, in each run anew. */
const BEFORE = 'before-the-command';
/** A run takes no longer than so many times what the first took, and so many ms at least. */
const PATIENCE = { times: 5, least: 10_000 };

export interface Hiding {
  readonly emulator: Emulator;
  readonly words: readonly string[];
  /** What the command has of variables, beside where its world is. */
  readonly variables: NodeJS.ProcessEnv;
  /** So many runs at most. */
  readonly most: number;
  /** How long the first run took, in ms. */
  readonly took: number;
  readonly signal: AbortSignal;
  readonly tell: (text: string) => void;
}

/** What a client reads of answers. */
export interface Reads {
  readonly reads: Readonly<Record<string, readonly string[]>>;
  /** One of each of these, whichever. */
  readonly either: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly untried: Readonly<Record<string, readonly string[]>>;
}

/** Keeps the world as it is now for the runs to come. */
export const keepWorld = (emulator: Emulator): Promise<void> => emulator.snapshot(BEFORE);

/** Runs the command once more for each guess, and finds the fields of answers that it breaks without. */
export async function findReads(hiding: Hiding, relied: ReliedOn): Promise<Reads> {
  const { most, signal, tell } = hiding;
  const baseline = await runOnce(hiding, []);
  if (baseline.isBroken) {
    throw new CommandFailed(
      'nothing can be said of what it reads: it ended well at first and not when it was run again, with all there is',
    );
  }
  if (!sameCalls(relied, baseline.relied)) {
    tell('it does not call the same operations in each run: what it reads may be told wrong\n');
  }
  const groups = groupsOf(baseline.fields);
  const total = Math.min(most, 2 * groups.flat().length);
  const progress = new Progress({ label: 'hiding fields', total, unit: 'steps' });
  let done = 0;
  try {
    const needed = await findNeeded(
      groups,
      async (without) => {
        signal.throwIfAborted();
        progress.update(
          (done += 1),
          `without ${without[0]?.path} and ${without.length - 1} others`,
        );
        return (await runOnce(hiding, without)).isBroken;
      },
      most,
    );
    return readsOf(needed, baseline.operations);
  } finally {
    progress.end();
  }
}

interface Run {
  readonly isBroken: boolean;
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  readonly relied: ReliedOn;
  /** Which operations calls are. */
  readonly operations: ReadonlyMap<string, string>;
}

async function runOnce(hiding: Hiding, hidden: readonly Field[]): Promise<Run> {
  hiding.signal.throwIfAborted();
  const world = await hiding.emulator.fork({ snapshot: BEFORE });
  try {
    const proxy = new AnswerProxy(new URL(world.url), hidden);
    const url = await proxy.start();
    try {
      const isBroken = !(await endsWell(hiding, variablesAt(hiding.variables, url, world)));
      return {
        isBroken,
        fields: proxy.seen,
        relied: world.journal.reliedOn(),
        operations: operationsOf(world),
      };
    } finally {
      await proxy.stop();
    }
  } finally {
    await world.remove();
  }
}

function variablesAt(variables: NodeJS.ProcessEnv, url: string, world: Environment) {
  const { hostname, port, pathname } = new URL(url);
  return {
    ...variables,
    ZSTACK_URL: url,
    ZSTACK_HOST: hostname,
    ZSTACK_PORT: port,
    ZSTACK_CONTEXT_PATH: pathname,
    ZSTACK_CONTROL_URL: world.controlUrl,
  };
}

function operationsOf(world: Environment): Map<string, string> {
  return new Map(
    world.journal.list().flatMap(({ method, url, requestBody, operation }) => {
      const body =
        typeof requestBody === 'string' ? requestBody : JSON.stringify(requestBody ?? '');
      return operation === null ? [] : [[callOf(method, url, body), operation] as const];
    }),
  );
}

/** Whether the command ends with 0, in time. */
async function endsWell(
  { words, took, signal, tell }: Hiding,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  const [program = '', ...args] = words;
  // Its own group: what it has started ends with it.
  const child = spawn(program, args, {
    stdio: 'ignore',
    env,
    detached: process.platform !== 'win32',
  });
  const limit = Math.max(PATIENCE.least, PATIENCE.times * took);
  const stop = () => endAll(child.pid);
  const timer = setTimeout(() => {
    tell(`a run did not end in ${Math.round(limit / 1000)} s, and counts as broken\n`);
    stop();
  }, limit);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    signal.throwIfAborted();
    return code === 0;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function endAll(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

const sameCalls = (a: ReliedOn, b: ReliedOn): boolean =>
  JSON.stringify(Object.entries(a.operations).map(([name, { calls }]) => [name, calls])) ===
  JSON.stringify(Object.entries(b.operations).map(([name, { calls }]) => [name, calls]));

/** The fields of one kind of calls are hidden together at first. */
const groupsOf = (fields: Run['fields']): Field[][] =>
  [...fields].map(([call, paths]) => [...paths].map((path) => ({ call, path })));

function readsOf(
  { alone, together, untried }: Needed<Field>,
  operations: Run['operations'],
): Reads {
  const nameOf = ({ call }: Field) => operations.get(call);
  const byOperation = (fields: readonly Field[]) => {
    const found: Record<string, string[]> = {};
    for (const field of fields) {
      const name = nameOf(field);
      if (name !== undefined) (found[name] ??= []).push(field.path);
    }
    return Object.fromEntries(
      Object.entries(found).map(([name, paths]) => [name, [...new Set(paths)].toSorted()]),
    );
  };
  const either: Record<string, string[][]> = {};
  for (const group of together) {
    const [first] = group;
    const name = first && nameOf(first);
    if (name !== undefined) (either[name] ??= []).push(group.map(({ path }) => path));
  }
  return { reads: byOperation(alone), either, untried: byOperation(untried) };
}
