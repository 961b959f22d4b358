import { captureSeed, type CapturedSeed } from '../../src/seeding';
import type { Json, TestEmulator } from './emulator';
import { startSeed } from './seeds';

export const capture = (emulator: TestEmulator): Promise<CapturedSeed> =>
  captureSeed(async (path) => {
    const { status, body } = await emulator.get(`/zstack/v1${path}`);
    if (status !== 200) throw new Error(body.error.details);
    return body;
  });

const QUERIES = [
  '/zones',
  '/clusters',
  '/hosts',
  '/primary-storage',
  '/primary-storage/ceph',
  '/primary-storage/ceph/pools',
  '/primary-storage/local-storage/resource-refs',
  '/backup-storage',
  '/backup-storage/sftp',
  '/backup-storage/image-store',
  '/backup-storage/ceph',
  '/vm-instances',
  '/volumes',
  '/volume-snapshots',
  '/volume-snapshots/trees',
  '/volume-snapshots/group',
  '/volume-backups',
  '/image-packages',
  '/image-replication-groups',
  '/images',
  '/imagegroups',
  '/imagegrouprefs',
  '/accounts',
  '/accounts/quotas',
  '/accounts/resources/refs',
  '/accounts/resources',
  '/accesskeys',
  '/tags',
  '/accounts/policies',
  '/accounts/groups',
  '/accounts/users',
  '/web-hooks',
  '/system-tags',
  '/user-tags',
  '/instance-offerings',
  '/disk-offerings',
  '/l2-networks',
  '/l3-networks',
  '/l3-networks/ip-ranges',
  '/vm-instances/nics',
  '/vips',
  '/security-groups',
  '/security-groups/vm-instances/nics',
  '/security-groups/nics/security-policy',
  '/eips',
  '/global-configurations',
  '/resource-configurations',
  '/longjobs',
  '/primary-storage/imagecache',
];
/** What the emulator gives anew, as every report of a capture says. */
const GIVEN_ANEW = ['id', 'trashId', 'monUuid', 'internalName'];
const UUIDS_GIVEN_ANEW = [
  '/accounts/quotas',
  '/system-tags',
  '/user-tags',
  '/resource-configurations',
];
const DATES_GIVEN_ANEW = [
  '/accounts/quotas',
  '/accounts/resources/refs',
  '/accounts/resources',
  '/system-tags',
  '/user-tags',
  '/resource-configurations',
];

/** What the image API tells of a world, without what a capture cannot carry. */
export async function toldBy(emulator: TestEmulator): Promise<Record<string, Json[]>> {
  const told: Record<string, Json[]> = {};
  for (const path of QUERIES) {
    const found = (await emulator.call('GET', `${path}?limit=10000`)).body.inventories;
    const hidden = [
      ...GIVEN_ANEW,
      ...(UUIDS_GIVEN_ANEW.includes(path) ? ['uuid'] : []),
      ...(path === '/image-packages' ? ['md5Sum'] : []),
      ...(DATES_GIVEN_ANEW.includes(path) ? ['createDate', 'lastOpDate'] : []),
    ];
    told[path] = sorted(found.map((row: Json) => without(row, hidden)));
  }
  return told;
}

const sorted = (rows: Json[]) =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function without(value: Json, hidden: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((one) => without(one, hidden));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !hidden.includes(name))
      .map(([name, one]) => {
        if (name === 'vmCdRoms') return [name, drives(one)];
        return [name, name === 'children' ? sorted(without(one, hidden)) : without(one, hidden)];
      }),
  );
}

/** CD-ROM drives get other uuids, and the dates of their VMs. */
const drives = (all: Json) =>
  all.map(({ deviceId, isoUuid, isoInstallPath }: Json) => ({ deviceId, isoUuid, isoInstallPath }));

const SESSION = 'sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]\n';

/** A world of a captured seed; sessions are never told, so that one is put beside it. */
export const load = ({ text }: CapturedSeed) =>
  startSeed(
    text.startsWith('{')
      ? text.replace(
          '{',
          `{ "sessions": [{ "uuid": "5e55000000004000800000000000ad01", "account": "admin" }],`,
        )
      : `${text}\n${SESSION}`,
  );
