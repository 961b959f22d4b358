import { releaseNamed } from '../../core/releases.js';
import { ApiError } from '../../core/api-error.js';
import { ADMIN_ACCOUNT_UUID } from '../../domain/account/account.js';
import { findGlobalConfig } from '../../domain/global-config.js';
import { hasNumber, Pattern } from '../patterns.js';
import { ENTRIES, LIST_NAMES, type EntryOf, type ListName } from '../schema/world.js';
import type { Seed, SeedConfig, SeedEntry } from '../seed.js';
import { Composition, identityOf, type Slot } from './compose.js';
import { Names, type Kind } from './names.js';
import type { Problems } from './problems.js';
import { problemsOf } from './problems-of.js';
import type { ReadInclude, SeedSource } from './sources.js';

/** The admin account where a seed names none, as in a new installation. */
const ADMIN = { name: 'admin', type: 'SystemAdmin', password: 'password' };

const KIND_OF: Readonly<Record<ListName, Kind>> = {
  accessKeys: 'access-key',
  accounts: 'account',
  backupStorages: 'backup-storage',
  clusters: 'cluster',
  diskOfferings: 'disk-offering',
  eips: 'eip',
  hosts: 'host',
  imagePackages: 'image-package',
  images: 'image',
  imageGroups: 'image-group',
  instanceOfferings: 'instance-offering',
  l2Networks: 'l2-network',
  l3Networks: 'l3-network',
  longJobs: 'long-job',
  policies: 'policy',
  sshKeyPairs: 'ssh-key-pair',
  primaryStorages: 'primary-storage',
  securityGroups: 'security-group',
  sessions: 'session',
  snapshotGroups: 'volume-snapshot-group',
  snapshots: 'volume-snapshot',
  tagPatterns: 'tag-pattern',
  urls: 'url',
  userGroups: 'user-group',
  users: 'user',
  vips: 'vip',
  vmInstances: 'vm-instance',
  imageReplicationGroups: 'image-replication-group',
  volumeBackups: 'volume-backup',
  volumes: 'volume',
  webhooks: 'webhook',
  zones: 'zone',
};

/**
 * Reads seeds and makes one of them; later ones stand behind earlier ones and may override them.
 * @throws {InvalidSeed} with every problem found: file, line, place, what was expected
 */
export function loadSeed(sources: readonly SeedSource[], include: ReadInclude): Seed {
  const composition = new Composition(include);
  for (const source of sources) composition.add(source);
  return new Loading(composition).seed();
}

class Loading {
  readonly #composition: Composition;
  readonly #problems: Problems;
  readonly #names = new Names();

  constructor(composition: Composition) {
    this.#composition = composition;
    this.#problems = composition.problems;
  }

  seed(): Seed {
    const lists = LIST_NAMES.map((list) => [list, this.#entriesOf(list)] as const);
    const entries = Object.fromEntries(lists) as unknown as Seed['entries'];
    const globalConfig = this.#globalConfig();
    if (!this.#names.find('account', ADMIN.name)) {
      const admin = this.#entry('accounts', {
        value: ADMIN,
        patches: new Map(),
        placeOf: () => 'the account of the admin',
      });
      if (admin) (entries.accounts as SeedEntry<'accounts'>[]).unshift(admin);
    }
    this.#problems.end();
    const total = lists
      .flatMap(([, list]) => list as readonly SeedEntry<ListName>[])
      .reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const { chance, clock, progression, port, release, address } = this.#composition.settings;
    return {
      chance,
      clock,
      progression,
      port,
      release: release === undefined ? undefined : releaseNamed(release),
      address,
      globalConfig,
      entries,
      names: this.#names,
      total,
    };
  }

  #globalConfig(): SeedConfig[] {
    const all: SeedConfig[] = [];
    for (const [text, { value, origin }] of this.#composition.globalConfig) {
      const [category = '', ...rest] = text.split('/');
      const name = rest.join('/');
      const place = origin.document.placeOf(origin.path);
      const entry = findGlobalConfig(category, name);
      if (!entry) {
        this.#problems.add(`${place}: the emulator knows no such entry of the configuration`);
        continue;
      }
      try {
        entry.validate(value);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        this.#problems.add(`${place}: ${error.errorCode.details}`);
      }
      all.push({ category, name, value });
    }
    return all;
  }

  #entriesOf<L extends ListName>(list: L): SeedEntry<L>[] {
    return this.#composition.slots[list]
      .map((slot) => this.#entry(list, slot))
      .filter((entry) => entry !== undefined);
  }

  #entry<L extends ListName>(
    list: L,
    slot: Pick<Slot, 'value' | 'patches' | 'placeOf'>,
  ): SeedEntry<L> | undefined {
    const value = this.#parse(list, slot);
    if (value === undefined) return undefined;
    const { count, from = 1 } = value as { count?: number; from?: number };
    const overridden = new Map<number, EntryOf<L>>();
    for (const [n, patch] of slot.patches) {
      const patched = this.#parse(list, patch);
      if (patched !== undefined) overridden.set(n, patched);
    }
    const entry: SeedEntry<L> = {
      list,
      value,
      first: from,
      last: from + (count ?? 1) - 1,
      isCounted: count !== undefined,
      overridden,
      placeOf: () => slot.placeOf(),
    };
    this.#name(entry);
    return entry;
  }

  #parse<L extends ListName>(
    list: L,
    slot: Pick<Slot, 'value' | 'placeOf'>,
  ): EntryOf<L> | undefined {
    const parsed = ENTRIES[list].safeParse(slot.value);
    if (parsed.success) return parsed.data as EntryOf<L>;
    for (const { path, message } of problemsOf(parsed.error)) {
      this.#problems.add(`${slot.placeOf(path)}: ${message}`);
    }
    return undefined;
  }

  #name<L extends ListName>(entry: SeedEntry<L>): void {
    const { list, value, placeOf } = entry;
    const identity = identityOf(list, value) ?? '';
    const { uuid } = value as { uuid?: string };
    const isAdmin = list === 'accounts' && identity === ADMIN.name;
    if (isAdmin && uuid !== undefined && uuid !== ADMIN_ACCOUNT_UUID) {
      this.#problems.add(`${placeOf()}: the uuid of the admin is ${ADMIN_ACCOUNT_UUID} everywhere`);
    }
    const given = isAdmin ? ADMIN_ACCOUNT_UUID : uuid;
    this.#addName(KIND_OF[list], entry, identity, given);
    if (list !== 'vmInstances') return;
    const { name, key, rootVolume } = value as EntryOf<'vmInstances'>;
    const text = rootVolume.key ?? rootVolume.name ?? `ROOT-for-${key ?? name}`;
    this.#addName('volume', entry, text, rootVolume.uuid);
  }

  #addName(
    kind: Kind,
    { first, last, isCounted, placeOf }: SeedEntry<ListName>,
    text: string,
    uuid: string | undefined,
  ): void {
    if (last > first) {
      for (const [what, given] of Object.entries({ name: text, uuid })) {
        if (given === undefined || hasNumber(given)) continue;
        this.#problems.add(
          `${placeOf()}: ${last - first + 1} of it need {n} in the ${what} '${given}'`,
        );
        return;
      }
    }
    if (last < first) return;
    const pattern = new Pattern(text, first, last, isCounted);
    const known = this.#names.add(kind, { pattern, uuid, placeOf });
    if (!known) return;
    this.#problems.add(
      `${placeOf()}: there is a ${kind} called '${text}' already, at ${known.placeOf()}; give one of them another \`key\``,
    );
  }
}
