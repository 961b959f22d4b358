import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { casesFor, toldTo, verify, type Told } from '../../src/verify';
import { TestEmulator } from '../support/emulator';
import { choose, targetAt, unseen } from '../verify/target';

type Answers = Readonly<Record<string, readonly Told[]>>;

/** What paths begin with, by group; what is nowhere here is in the last, `the-rest`. */
const GROUPS = {
  'vm-instances': ['vm-instances', 'nics', 'instance-offerings'],
  images: ['images', 'images-l3networks', 'backup-storage', 'backupStorage-l3networks'],
  'primary-storages': ['primary-storage'],
  volumes: ['volumes', 'volume-snapshots', 'disk-offerings'],
  networks: ['l2-networks', 'l3-networks', 'vips', 'eips', 'ip-capacity', 'network-services'],
  accounts: ['accounts', 'account', 'login', 'identity-models', 'system-tags', 'user-tags', 'tags'],
  hosts: ['hosts', 'clusters', 'cluster', 'zones', 'security-groups'],
  'the-rest': [],
} as const satisfies Record<string, readonly string[]>;

export type Group = keyof typeof GROUPS;

const groupOf = (path: string): string =>
  Object.entries<readonly string[]>(GROUPS).find(([, starts]) =>
    starts.includes(path.split('/')[2] ?? ''),
  )?.[0] ?? 'the-rest';

/** Titles of cases whose answers name what others have in making just then. */
const MOVING = new Set(['QueryLocalStorageResourceRef › resourceUuid finds its row']);

const REWRITE = 'WRITE_RECORD=1 npm test -- test/record';

/** Asks what the cases of a group ask; answers what has been told. */
async function told(group: Group): Promise<Answers> {
  const { facts, cases } = casesFor();
  const only = new Set(
    cases
      .map(({ operation }) => operation)
      .filter((name) => groupOf(facts.operations.get(name)?.paths[0] ?? '') === group),
  );
  const emulator = await TestEmulator.start({ realTime: true });
  const choice = choose({ only: [...only], writes: true, disturbs: ['*'] });
  const target = { ...targetAt(`${emulator.url}/zstack`), seed: 1 };
  const { verdicts } = await verify(target, choice, unseen);
  return Object.fromEntries(
    Object.entries(toldTo(verdicts, target.prefix)).filter(([title]) => !MOVING.has(title)),
  );
}

/**
 * Compares what the cases of a group are told with what was recorded: no answer changes but by a decision.
 * With `WRITE_RECORD` set the record is made anew, to be committed with the reason.
 */
export async function expectAsRecorded(group: Group): Promise<void> {
  const file = join(__dirname, 'told', `${group}.json.br`);
  const now = await told(group);
  if (process.env['WRITE_RECORD'] !== undefined) {
    writeFileSync(file, brotliCompressSync(JSON.stringify(now)));
  }
  const recorded = existsSync(file)
    ? (JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as Answers)
    : {};
  const isOther = (title: string) => JSON.stringify(now[title]) !== JSON.stringify(recorded[title]);
  const others = [...new Set([...Object.keys(now), ...Object.keys(recorded)])].filter(isOther);
  if (others.length === 0) return;
  console.error(
    `${others.length} of ${Object.keys(now).length} cases are told something else than was recorded. If that is meant: ${REWRITE}, and commit the result with the reason.`,
  );
  // A few are enough to read.
  const few = others.slice(0, 5);
  const those = (all: Answers) => Object.fromEntries(few.map((title) => [title, all[title]]));
  expect(those(now)).toEqual(those(recorded));
}
