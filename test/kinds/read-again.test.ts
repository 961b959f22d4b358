import type { World } from '../../src/domain/world';
import { ALICE_SESSION, SEED, TEST_TIME, TestEmulator } from '../support/emulator';

/*
 * What a transaction has read it keeps, so that it is read once. A change in the same transaction must be seen by who
 * reads again, and what is undone must be as it was: for each repository that keeps rows, whatever changes them.
 */

type Repositories = World['repositories'];

const ALICE = 'a11ce000000040008000000000000001';
const LATER = TEST_TIME + 5_000;
const dates = { createDate: TEST_TIME, lastOpDate: TEST_TIME };
const { images, backupStorages, volumes, vms, zone, primaryStorages } = SEED;

/** What must be there. */
function there<T>(found: T | undefined | null): T {
  if (found === undefined || found === null) throw new Error('the default world has none');
  return found;
}

const hint = (url: string) => ({
  url,
  contentId: 'c',
  size: 5,
  actualSize: 4,
  format: 'raw' as const,
  failure: null,
});
const URL = 'http://192.168.1.9/x.raw';

const tag = (uuid: string, text: string) => ({
  uuid,
  resourceUuid: images.linux,
  resourceType: 'ImageVO' as const,
  inherent: false,
  tag: text,
  ...dates,
});
const config = (uuid: string, value: string) => ({
  uuid,
  resourceUuid: images.linux,
  resourceType: 'ImageVO' as const,
  category: 'image',
  name: 'deletionPolicy',
  value,
  ...dates,
});

const CHANGES: readonly (readonly [
  what: string,
  read: (of: Repositories) => unknown,
  change: (of: Repositories) => unknown,
  prepare?: (of: Repositories) => unknown,
])[] = [
  [
    'a session is prolonged',
    (of) => of.sessions.find(ALICE_SESSION),
    (of) => of.sessions.prolong(ALICE_SESSION, LATER),
  ],
  [
    'a session ends',
    (of) => of.sessions.find(ALICE_SESSION),
    (of) => of.sessions.remove(ALICE_SESSION),
  ],
  [
    'sessions of an account end',
    (of) => of.sessions.find(ALICE_SESSION),
    (of) => of.sessions.removeOfAccount(ALICE),
  ],
  [
    'sessions of a user end',
    (of) => of.sessions.find(ALICE_SESSION),
    (of) => of.sessions.removeOfUser(ALICE, ALICE),
  ],
  [
    'sessions have expired',
    (of) => of.sessions.find(ALICE_SESSION),
    (of) => of.sessions.removeExpired(Number.MAX_SAFE_INTEGER),
  ],
  [
    'an account gets another name',
    (of) => of.accounts.find(ALICE),
    (of) => of.accounts.update(there(of.accounts.find(ALICE)), { name: 'other' }, LATER),
  ],
  [
    'a zone comes',
    (of) => of.zones.find('new'),
    (of) =>
      of.zones.insert({
        ...there(of.zones.find(zone)),
        uuid: 'new',
        name: 'new',
        isDefault: false,
      }),
  ],
  ['a host goes', (of) => of.hosts.find(SEED.hosts.arm), (of) => of.hosts.remove(SEED.hosts.arm)],
  [
    'a tag comes',
    (of) => of.tags.listSystemTags(images.linux),
    (of) => of.tags.insertSystemTag(tag('t1', 'new')),
  ],
  [
    'a tag goes by its text',
    (of) => of.tags.listSystemTags(images.linux),
    (of) => of.tags.removeSystemTag(images.linux, 'old'),
    (of) => of.tags.insertSystemTag(tag('t1', 'old')),
  ],
  [
    'a tag changes',
    (of) => of.tags.listSystemTags(images.linux),
    (of) => of.tags.changeSystemTag('t1', 'changed', LATER),
    (of) => of.tags.insertSystemTag(tag('t1', 'old')),
  ],
  [
    'a tag goes',
    (of) => of.tags.listSystemTags(images.linux),
    (of) => of.tags.remove('t1'),
    (of) => of.tags.insertSystemTag(tag('t1', 'old')),
  ],
  [
    'all tags of a resource go',
    (of) => of.tags.listSystemTags(images.linux),
    (of) => of.tags.removeAll(images.linux),
    (of) => of.tags.insertSystemTag(tag('t1', 'old')),
  ],
  [
    'a storage is attached to a zone',
    (of) => [
      of.backupStorages.zoneUuids(backupStorages.elsewhere),
      of.backupStorages.isAttachedToZone(backupStorages.elsewhere, zone),
    ],
    (of) => of.backupStorages.attachToZone(backupStorages.elsewhere, zone),
    (of) => {
      for (const from of of.backupStorages.zoneUuids(backupStorages.elsewhere))
        of.backupStorages.detachFromZone(backupStorages.elsewhere, from);
    },
  ],
  [
    'a storage is detached from a zone',
    (of) => of.backupStorages.zoneUuids(backupStorages.sftp),
    (of) => of.backupStorages.detachFromZone(backupStorages.sftp, zone),
  ],
  [
    'a backup storage has less room',
    (of) => of.backupStorages.find(backupStorages.sftp),
    (of) => of.backupStorages.changeAvailableCapacity(backupStorages.sftp, -1_000),
  ],
  [
    'a backup storage is larger',
    (of) => of.backupStorages.find(backupStorages.sftp),
    (of) => of.backupStorages.changeTotalCapacity(backupStorages.sftp, 2 ** 45),
  ],
  [
    'others take the room of a backup storage',
    (of) => of.backupStorages.find(backupStorages.sftp),
    (of) => of.backupStorages.takeForOthers(backupStorages.sftp),
  ],
  [
    'a primary storage has less room',
    (of) => of.primaryStorages.find(primaryStorages.nfs),
    (of) => of.primaryStorages.changeAvailableCapacity(primaryStorages.nfs, -1_000, -500),
  ],
  ['a hint of a url comes', (of) => of.urlHints.find(URL), (of) => of.urlHints.insert(hint(URL))],
  [
    'a value of the configuration',
    (of) => of.globalConfig.find('image', 'deletionPolicy'),
    (of) => of.globalConfig.save('image', 'deletionPolicy', 'Direct'),
  ],
  [
    'a value of the configuration again',
    (of) => of.globalConfig.find('image', 'deletionPolicy'),
    (of) => of.globalConfig.save('image', 'deletionPolicy', 'Never'),
    (of) => of.globalConfig.save('image', 'deletionPolicy', 'Direct'),
  ],
  [
    'a resource gets a value of its own',
    (of) => of.resourceConfigs.find('image', 'deletionPolicy', images.linux),
    (of) => of.resourceConfigs.insert(config('r1', 'Direct')),
  ],
  [
    'its value changes',
    (of) => of.resourceConfigs.find('image', 'deletionPolicy', images.linux),
    (of) => of.resourceConfigs.update(config('r1', 'Direct'), { value: 'Never' }, LATER),
    (of) => of.resourceConfigs.insert(config('r1', 'Direct')),
  ],
  [
    'its value goes',
    (of) => of.resourceConfigs.find('image', 'deletionPolicy', images.linux),
    (of) => of.resourceConfigs.remove('r1'),
    (of) => of.resourceConfigs.insert(config('r1', 'Direct')),
  ],
  [
    'all its values go',
    (of) => of.resourceConfigs.find('image', 'deletionPolicy', images.linux),
    (of) => of.resourceConfigs.removeAll(images.linux),
    (of) => of.resourceConfigs.insert(config('r1', 'Direct')),
  ],
  [
    'a host is forgotten by its VMs',
    (of) => of.vmInstances.find(vms.runningLinux),
    (of) => of.vmInstances.forgetHost(SEED.hosts.linux),
  ],
  [
    'a cluster is forgotten by its VMs',
    (of) => of.vmInstances.find(vms.runningLinux),
    (of) => of.vmInstances.forgetCluster(SEED.clusters.used),
  ],
  [
    'a volume grows',
    (of) => of.volumes.find(volumes.data),
    (of) => of.volumes.update(there(of.volumes.find(volumes.data)), { size: 2 ** 41 }, LATER),
  ],
  [
    'an image gets another name',
    (of) => of.images.find(images.linux),
    (of) => of.images.update(there(of.images.find(images.linux)), { name: 'other' }, LATER),
  ],
  [
    'an image gets further',
    (of) => of.images.find(images.linux),
    (of) => of.images.update(there(of.images.find(images.linux)), { actualSize: 9 }, LATER),
  ],
  [
    'a change of an image says again what was',
    (of) => of.images.find(images.linux),
    (of) => {
      const image = there(of.images.find(images.linux));
      of.images.update(image, { actualSize: 9, name: image.name }, LATER);
    },
  ],
  [
    'an image goes',
    (of) => of.images.find(images.disabled),
    (of) => {
      for (const ref of of.images.listRefs(images.disabled)) of.images.removeRef(ref);
      of.images.remove(images.disabled);
    },
  ],
  [
    'a ref changes',
    (of) => of.images.listRefs(images.linux),
    (of) =>
      of.images.updateRef(
        there(of.images.findRef(images.linux, backupStorages.sftp)),
        { status: 'Deleted' },
        LATER,
      ),
  ],
  [
    'a ref comes',
    (of) => of.images.listRefs(images.linux),
    (of) =>
      of.images.insertRef({
        ...there(of.images.findRef(images.linux, backupStorages.sftp)),
        backupStorageUuid: backupStorages.ceph,
      }),
  ],
  [
    'a ref goes',
    (of) => of.images.findRef(images.linux, backupStorages.sftp),
    (of) => of.images.removeRef(there(of.images.findRef(images.linux, backupStorages.sftp))),
  ],
  [
    'an image is exported',
    (of) => of.images.findExport('http://e/1'),
    (of) =>
      of.images.updateRef(
        there(of.images.findRef(images.linux, backupStorages.sftp)),
        { exportUrl: 'http://e/1' },
        LATER,
      ),
  ],
  [
    'an export goes',
    (of) => of.images.findExport('http://e/1'),
    (of) =>
      of.images.updateRef(
        there(of.images.findRef(images.linux, backupStorages.sftp)),
        { exportUrl: null },
        LATER,
      ),
    (of) =>
      of.images.updateRef(
        there(of.images.findRef(images.linux, backupStorages.sftp)),
        { exportUrl: 'http://e/1' },
        LATER,
      ),
  ],
  [
    'an exported ref goes',
    (of) => of.images.findExport('http://e/1'),
    (of) => of.images.removeRef(there(of.images.findExport('http://e/1'))),
    (of) =>
      of.images.updateRef(
        there(of.images.findRef(images.linux, backupStorages.sftp)),
        { exportUrl: 'http://e/1' },
        LATER,
      ),
  ],
  [
    'an exported ref comes',
    (of) => of.images.findExport('http://e/2'),
    (of) =>
      of.images.insertRef({
        ...there(of.images.findRef(images.linux, backupStorages.sftp)),
        backupStorageUuid: backupStorages.ceph,
        exportUrl: 'http://e/2',
      }),
  ],
];

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const run = <T>(work: (of: Repositories) => T): T => {
  const { unitOfWork, repositories } = emulator.environment.world;
  return unitOfWork.run(() => work(repositories));
};

/** Numbers of rows are SQLite's: what is not written yet has none. */
const plain = (found: unknown): unknown =>
  JSON.parse(JSON.stringify(found ?? null, (key, value: unknown) => (key === 'id' ? 0 : value)));

test.each(
  CHANGES.map(([what, read, change, prepare = () => undefined]) => ({
    what,
    read,
    change,
    prepare,
  })),
)('$what', ({ read, change, prepare }) => {
  run(prepare);
  const before = run((of) => plain(read(of)));
  const undone = new Error('undone');

  // What is undone as a whole, or in part, is as it was.
  expect(() =>
    run((of) => {
      read(of);
      change(of);
      throw undone;
    }),
  ).toThrow(undone);
  expect(run((of) => plain(read(of)))).toEqual(before);
  run((of) => {
    read(of);
    expect(() =>
      run(() => {
        change(of);
        throw undone;
      }),
    ).toThrow(undone);
    expect(plain(read(of))).toEqual(before);
  });

  const again = run((of) => {
    read(of);
    change(of);
    return plain(read(of));
  });
  expect(again).not.toEqual(before);
  expect(run((of) => plain(read(of)))).toEqual(again);
});
