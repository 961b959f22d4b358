import fc from 'fast-check';
import {
  IMAGE_FORMATS,
  IMAGE_STATES,
  IMAGE_STATUSES,
  PLATFORMS,
  type Image,
} from '../../src/domain/image/image';
import type { OwnedResourceType } from '../../src/domain/account/account';
import type { Volume } from '../../src/domain/volume/volume';
import { SEED, TEST_TIME, type TestEmulator } from './emulator';

/** Everything that a query language could stumble over. */
const ODD = [
  ...Array.from('aAbBzZ019 .,;:-=!~?<>()[]{}%_\\\'"`/*#&|\n\t'),
  'é',
  'É',
  'ß',
  'ſ',
  '\u212a',
  '中',
  '😀',
  '--',
  'null',
  'true',
  ' or 1=1',
  '::',
  '%25',
  '\\_',
];
const LIKE_EACH_OTHER = [
  'web-1',
  'WEB-1',
  'Web_1',
  'web%1',
  'web\\1',
  'web',
  'web~',
  'a~b',
  'ß中',
  'webé',
  'WEB😀',
  'we',
  'é',
  'É',
  '',
];
/** A text of a few odd pieces. */
export const oddText = fc
  .array(fc.constantFrom(...ODD), { maxLength: 6 })
  .map((pieces) => pieces.join(''));

const ADMIN = '36c27e8ff05c4780bf6d2fa65700f22e';
export const ALICE = 'a11ce000000040008000000000000001';
const OWNERS = [ADMIN, ADMIN, ALICE];

const SHARINGS = ['nobody', 'nobody', 'alice', 'everybody'] as const;
const name = fc.oneof(oddText, fc.constantFrom(...LIKE_EACH_OTHER));
const bytes = fc.constantFrom(0, 1, 7, 512, 4096, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER);
const date = fc.nat({ max: 3_000 }).map((offset) => TEST_TIME + offset);
const dates = fc.record({ createDate: date, lastOpDate: date });
const common = {
  name,
  description: fc.option(name),
  owner: fc.constantFrom(...OWNERS),
  sharing: fc.constantFrom(...SHARINGS),
  tags: fc.array(fc.oneof(name, fc.constantFrom('bootMode::UEFI', 'bootmode::uefi', 'packer')), {
    maxLength: 3,
  }),
};
const image = fc.record({
  ...common,
  state: fc.constantFrom(...IMAGE_STATES),
  status: fc.constantFrom(...IMAGE_STATUSES),
  size: bytes,
  actualSize: bytes,
  md5Sum: fc.option(name),
  guestOsType: fc.option(name),
  platform: fc.option(fc.constantFrom(...PLATFORMS)),
  format: fc.constantFrom(...IMAGE_FORMATS),
  system: fc.boolean(),
  virtio: fc.boolean(),
  dates,
  storages: fc.subarray(Object.values(SEED.backupStorages), { maxLength: 3 }),
  exportUrl: fc.option(name),
});
const volume = fc.record({
  ...common,
  size: bytes,
  isShareable: fc.boolean(),
  image: fc.option(fc.nat()),
  vm: fc.option(fc.constantFrom(...Object.values(SEED.vms))),
  storage: fc.constantFrom(...Object.values(SEED.primaryStorages)),
  lastAttachDate: fc.option(date),
  dates,
  snapshots: fc.array(fc.record({ ...common, size: bytes, latest: fc.boolean(), dates }), {
    maxLength: 2,
  }),
});
const pattern = fc.record({
  ...common,
  value: name,
  color: fc.option(fc.constantFrom('#FF00FF', '#ff00ff', '#000000')),
  /** A value for the one token of its format, or nothing where it is simple. */
  token: fc.option(name),
  dates,
  /** Where it is attached: to images, to volumes, and to what belongs to nobody. */
  images: fc.uniqueArray(fc.nat({ max: 29 }), { maxLength: 6 }),
  volumes: fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 3 }),
  storages: fc.subarray(Object.values(SEED.backupStorages), { maxLength: 2 }),
});
const world = fc.record({
  images: fc.array(image, { minLength: 30, maxLength: 30 }),
  volumes: fc.array(volume, { minLength: 12, maxLength: 12 }),
  patterns: fc.array(pattern, { minLength: 10, maxLength: 10 }),
});

/**
 * Adds images, volumes, snapshots and tag patterns with odd names, some of the account alice's or shared
 * with her, to the default world. The same seed gives the same world.
 */
export function fillWithOddities(emulator: TestEmulator, seed: number): void {
  const [sample] = fc.sample(world, { seed, numRuns: 1 });
  if (!sample) throw new Error('nothing was sampled');
  const { repositories, chance, unitOfWork } = emulator.environment.world;
  const { accounts, images, volumes, volumeSnapshots, sharing, tags, tagPatterns } = repositories;

  const give = (
    uuid: string,
    type: OwnedResourceType,
    {
      owner,
      sharing: with_,
      tags: texts,
    }:
      | (typeof sample.images)[number]
      | (typeof sample.volumes)[number]
      | (typeof sample.patterns)[number]
      | (typeof sample.volumes)[number]['snapshots'][number],
  ) => {
    accounts.own(owner, uuid, type);
    const now = { createDate: TEST_TIME, lastOpDate: TEST_TIME };
    if (with_ !== 'nobody') {
      sharing.insert({
        ownerAccountUuid: owner,
        receiverAccountUuid: with_ === 'alice' ? ALICE : null,
        toPublic: with_ === 'everybody',
        resourceType: type,
        resourceUuid: uuid,
        ...now,
      });
    }
    for (const [i, tag] of [...new Set(texts)].entries()) {
      const row = { uuid: chance.uuid(), resourceUuid: uuid, resourceType: type, tag, ...now };
      if (i % 2 === 0) tags.insertUserTag({ ...row, tagPatternUuid: null });
      else tags.insertSystemTag({ ...row, inherent: false });
    }
  };

  unitOfWork.run(() => {
    const imageUuids = sample.images.map((each) => {
      const uuid = chance.uuid();
      const { owner: _o, sharing: _s, tags: _t, dates: when, storages, exportUrl, ...shown } = each;
      const row: Image = {
        ...shown,
        ...when,
        uuid,
        url: 'http://example.com/image',
        mediaType: 'RootVolumeTemplate',
        type: 'zstack',
        architecture: 'x86_64',
        contentId: null,
      };
      images.insert(row);
      give(uuid, 'ImageVO', each);
      for (const backupStorageUuid of storages) {
        images.insertRef({
          imageUuid: uuid,
          backupStorageUuid,
          installPath: each.name,
          status: each.status,
          exportUrl,
          exportMd5Sum: null,
          takenBytes: 0,
          exportBytes: 0,
          exportFormat: null,
          ...when,
        });
      }
      return uuid;
    });
    const volumeUuids = sample.volumes.map((each) => {
      const uuid = chance.uuid();
      const row: Volume = {
        uuid,
        name: each.name,
        description: each.description,
        primaryStorageUuid: each.storage,
        vmInstanceUuid: each.vm,
        diskOfferingUuid: null,
        rootImageUuid: each.image === null ? null : (imageUuids[each.image % 30] ?? null),
        installPath: null,
        type: 'Data',
        format: 'qcow2',
        size: each.size,
        actualSize: 0,
        deviceId: null,
        state: 'Enabled',
        status: 'Ready',
        isShareable: each.isShareable,
        volumeQos: null,
        contentId: uuid,
        layerSize: 0,
        lastDetachDate: null,
        lastVmInstanceUuid: null,
        lastAttachDate: each.lastAttachDate,
        ...each.dates,
      };
      volumes.insert(row);
      give(uuid, 'VolumeVO', each);
      if (each.snapshots.length === 0) return uuid;
      const treeUuid = chance.uuid();
      volumeSnapshots.insertTree({
        uuid: treeUuid,
        volumeUuid: uuid,
        current: each.isShareable,
        status: 'Completed',
        ...each.dates,
      });
      accounts.own(each.owner, treeUuid, 'VolumeSnapshotTreeVO');
      for (const snapshot of each.snapshots) {
        const snapshotUuid = chance.uuid();
        volumeSnapshots.insert({
          uuid: snapshotUuid,
          name: snapshot.name,
          description: snapshot.description,
          type: 'Hypervisor',
          volumeUuid: uuid,
          treeUuid,
          parentUuid: null,
          primaryStorageUuid: each.storage,
          primaryStorageInstallPath: '',
          volumeType: 'Data',
          format: 'qcow2',
          latest: snapshot.latest,
          size: snapshot.size,
          distance: 1,
          state: 'Enabled',
          status: 'Ready',
          groupUuid: null,
          contentId: snapshotUuid,
          virtualSize: 0,
          actualSize: 0,
          ...snapshot.dates,
        });
        give(snapshotUuid, 'VolumeSnapshotVO', snapshot);
      }
      return uuid;
    });
    for (const each of sample.patterns) {
      const uuid = chance.uuid();
      const { name: its, description, color, token } = each;
      const value = token === null ? each.value : `${its.replaceAll(/[{}:]/g, '')}x::{token}`;
      const type = token === null ? 'simple' : 'withToken';
      tagPatterns.insert({ uuid, name: its, value, description, color, type, ...each.dates });
      give(uuid, 'TagPatternVO', each);
      const on = [
        ...each.images.map((i) => ['ImageVO', imageUuids[i] ?? ''] as const),
        ...each.volumes.map((i) => ['VolumeVO', volumeUuids[i] ?? ''] as const),
        ...each.storages.map((storage) => ['BackupStorageVO', storage] as const),
      ];
      for (const [resourceType, resourceUuid] of on) {
        const tag = value.replace('{token}', () => token ?? '{token}');
        const row = { uuid: chance.uuid(), tag, tagPatternUuid: uuid, resourceUuid, resourceType };
        tags.insertUserTag({ ...row, ...each.dates });
      }
    }
  });
}
