import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse, resolve } from 'node:path';
import { load } from 'js-yaml';
import { nearest } from '../core/nearest.js';

/** The seeds that come with the package. */
const PACKAGE_SEEDS = join(__dirname, '..', '..', 'seed');
const ENDS = ['.yaml', '.yml', '.json'];

/** What a provider is to be like before a request. */
interface State {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A state that no seed is called. */
export class UnknownState extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnknownState';
  }
}

/** `A zone  exists!` is called by a file `a-zone-exists.yaml`. */
const slugOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');

/** Which seeds provider states of Pact are: files of a folder, then those of the package. */
export class PactStates {
  readonly #files = new Map<string, string>();
  #filled: string | undefined;
  #count = 0;

  /** @throws {UnknownState} for a folder that is not there */
  constructor(
    private readonly directory: string | undefined,
    private readonly byDefault: string,
  ) {
    if (directory !== undefined && !existsSync(directory)) {
      throw new UnknownState(`there is no folder ${directory}`);
    }
    for (const folder of [PACKAGE_SEEDS, ...(directory === undefined ? [] : [directory])]) {
      for (const file of readdirSync(folder)) {
        const { name, ext } = parse(file);
        if (ENDS.includes(ext) && name !== 'seed.schema') {
          this.#files.set(slugOf(name), resolve(folder, file));
        }
      }
    }
  }

  /** Seeds for all states together, in their order. @throws {UnknownState} */
  seedsOf(states: readonly State[]): string[] {
    return states.length === 0 ? [this.byDefault] : states.map((state) => this.#seedOf(state));
  }

  /** Removes what was written. */
  end(): void {
    if (this.#filled !== undefined) rmSync(this.#filled, { recursive: true, force: true });
    this.#filled = undefined;
  }

  #seedOf({ name, params }: State): string {
    const slug = slugOf(name);
    const file = this.#files.get(slug);
    if (file === undefined) throw new UnknownState(this.#unknown(name, slug));
    const text = readFileSync(file, 'utf8');
    return text.includes('${') ? this.#fill(name, text, params) : file;
  }

  #unknown(name: string, slug: string): string {
    const near = nearest(slug, [...this.#files.keys()]);
    const meant = near === undefined ? '' : ` (the nearest is ${near})`;
    const file = `${slug}.yaml`;
    const advice =
      this.directory === undefined
        ? `write ${file} into a folder, and say --states with that`
        : `write ${join(this.directory, file)}`;
    return `no seed is called as its state '${name}'${meant}: ${advice}`;
  }

  /** A seed with the parameters of its state in it, as a file of its own. */
  #fill(name: string, text: string, params: State['params']): string {
    const seed = filled(load(text), (reference) => {
      if (reference in params) return params[reference];
      throw new UnknownState(
        `the seed of its state '${name}' wants '${reference}', and the state has no such parameter`,
      );
    });
    this.#filled ??= mkdtempSync(join(tmpdir(), 'zstack-emulator-pact-'));
    this.#count += 1;
    const file = join(this.#filled, `${this.#count}.json`);
    writeFileSync(file, JSON.stringify(seed), { mode: 0o600 });
    return file;
  }
}

const WHOLE = /^\$\{([^}]+)\}$/;

function filled(value: unknown, valueOf: (reference: string) => unknown): unknown {
  if (typeof value === 'string') {
    const whole = WHOLE.exec(value)?.[1];
    if (whole !== undefined) return valueOf(whole);
    return value.replaceAll(/\$\{([^}]+)\}/g, (_all, reference: string) => {
      const found = valueOf(reference);
      return typeof found === 'string' ? found : JSON.stringify(found);
    });
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, valueOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, valueOf)]));
}
