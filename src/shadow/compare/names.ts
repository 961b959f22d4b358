/** What each side gives names to by itself: uuids, sums, addresses, and where something is served. */
const NAME =
  /(?<![0-9a-zA-Z])(?:[0-9a-f]{32,128}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-zA-Z])|https?:\/\/[^/\s"'<>?#,\]]+|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|(?<![0-9a-fA-F:])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![0-9a-fA-F:])/g;

/** So many are remembered; those that were met first are forgotten first. */
const MOST = 500_000;

/** Names of the cloud and those that stand for them in the world. */
export class Names {
  readonly #worlds = new Map<string, string>();
  readonly #clouds = new Map<string, string>();

  /** Names in this text mean the same on both sides. */
  sameIn(text: string): void {
    for (const [name] of text.matchAll(NAME)) this.set(name, name);
  }

  /** Both sides say this text: whether they mean the same with every name in it, which new ones do from now on. */
  agreeOn(text: string): boolean {
    for (const [name] of text.matchAll(NAME)) {
      const [meant, known] = [this.#worlds.get(name), this.#clouds.get(name)];
      if ((meant ?? name) !== name || (known ?? name) !== name) return false;
      if (meant === undefined) this.set(name, name);
    }
    return true;
  }

  /** The world's name for one of the cloud. */
  worlds(name: string): string | undefined {
    return this.#worlds.get(name);
  }

  clouds(name: string): string | undefined {
    return this.#clouds.get(name);
  }

  set(cloud: string, world: string): void {
    this.#worlds.set(cloud, world);
    this.#clouds.set(world, cloud);
    if (this.#worlds.size <= MOST) return;
    for (const [first, other] of this.#worlds) {
      this.#worlds.delete(first);
      this.#clouds.delete(other);
      return;
    }
  }

  /** A text of the cloud as the world would say it, as far as its names are known. */
  toWorld(text: string): string {
    return text.replaceAll(NAME, (name) => this.#worlds.get(name) ?? name);
  }
}

/** A text in its names and what stands between them. */
export function namesIn(text: string): {
  readonly names: readonly string[];
  readonly rest: readonly string[];
} {
  const names = [...text.matchAll(NAME)].map(([name]) => name);
  return { names, rest: names.length === 0 ? [text] : text.split(NAME) };
}

/** Names of the cloud as they were learned in one comparison: kept when it is to be believed. */
export class LearnedNames {
  readonly #worlds = new Map<string, string>();
  readonly #clouds = new Map<string, string>();

  constructor(private readonly known: Names) {}

  /** Whether both may name the same thing. */
  canAgree(cloud: string, world: string): boolean {
    const meant = this.worlds(cloud);
    return meant === undefined ? !this.isTaken(world) : meant === world;
  }

  /** Whether the world means with its name what the cloud means; where nobody knows either yet, from now on it does. */
  agree(cloud: string, world: string): boolean {
    const meant = this.worlds(cloud);
    if (meant !== undefined) return meant === world;
    if (this.isTaken(world)) return false;
    this.#worlds.set(cloud, world);
    this.#clouds.set(world, cloud);
    return true;
  }

  /** The world's name for one of the cloud. */
  worlds(name: string): string | undefined {
    return this.#worlds.get(name) ?? this.known.worlds(name);
  }

  /** Whether the world's name is already that of something. */
  isTaken(world: string): boolean {
    return this.clouds(world) !== undefined;
  }

  /** The cloud's name for one of the world. */
  clouds(world: string): string | undefined {
    return this.#clouds.get(world) ?? this.known.clouds(world);
  }

  /** Whether the cloud's name was learned here. */
  isNew(name: string): boolean {
    return this.#worlds.has(name);
  }

  keep(): void {
    for (const [cloud, world] of this.#worlds) this.known.set(cloud, world);
  }
}
