import { casesFor, toldTo, verify } from '../../src/verify';
import { TestEmulator } from '../support/emulator';
import { choose, targetAt, unseen } from '../verify/target';
import { expectSame, type Answers } from './recorded';

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

/** Compares what the cases of a group are told with what was recorded: no answer changes but by a decision. */
export async function expectAsRecorded(group: Group): Promise<void> {
  expectSame(group, await told(group));
}
