import { SEED, TestEmulator } from '../support/emulator';

const NOWHERE = '0'.repeat(32);
const missing = (field: string) => `field[${field}] of message`;
const unknown = (field: string) => `invalid field[${field}], resource`;

/** Calls that are wrong in several parameters, and the one that the real system, a hash map, comes to first. */
const CALLS: readonly (readonly [
  what: string,
  method: string,
  path: string,
  body: object | undefined,
  first: string,
])[] = [
  ['nothing at all', 'POST', '/backup-storage/sftp', { params: {} }, missing('url')],
  ['nothing at all', 'POST', '/backup-storage/ceph', { params: {} }, missing('monUrls')],
  [
    'a name and a port that is none',
    'POST',
    '/backup-storage/sftp',
    { params: { name: 'x', sshPort: 0 } },
    'field[sshPort] must be in range of [1, 65535]',
  ],
  ['nothing at all', 'POST', '/primary-storage/nfs', { params: {} }, missing('name')],
  [
    'a name and a zone that is none',
    'POST',
    '/primary-storage/ceph',
    { params: { name: 'x', zoneUuid: NOWHERE } },
    unknown('zoneUuid'),
  ],
  [
    'two that are none',
    'DELETE',
    `/clusters/${NOWHERE}/primary-storage/${NOWHERE}`,
    undefined,
    unknown('clusterUuid'),
  ],
  [
    'two that are none',
    'DELETE',
    `/zones/${NOWHERE}/backup-storage/${NOWHERE}`,
    undefined,
    unknown('zoneUuid'),
  ],
  [
    'two that are none',
    'POST',
    `/volumes/${NOWHERE}/vm-instances/${NOWHERE}`,
    { params: {} },
    unknown('volumeUuid'),
  ],
  ['nothing at all', 'POST', '/system-tags', { params: {} }, missing('tag')],
  ['nothing at all', 'POST', '/user-tags', { params: {} }, missing('tag')],
  ['nothing at all', 'POST', '/accounts', { params: {} }, missing('password')],
  [
    'a pool whose name is empty and no monitors',
    'POST',
    '/primary-storage/ceph',
    { params: { name: 'x', zoneUuid: SEED.zone, rootVolumePoolName: 'x'.repeat(256) } },
    missing('rootVolumePoolName'),
  ],
  ['nothing at all', 'POST', '/images', { params: {} }, missing('url')],
  [
    'an unknown storage and no name',
    'POST',
    `/images/data-volume-templates/from/volume-snapshots/${NOWHERE}`,
    { params: { backupStorageUuids: [NOWHERE] } },
    unknown('snapshotUuid'),
  ],
  [
    'an image that is none, beside one that is there',
    'PUT',
    `/images/${SEED.images.linux}/actions`,
    { expungeImage: { uuid: NOWHERE } },
    unknown('uuid'),
  ],
];

test.each(CALLS)(
  'of several parameters that are wrong one is named: %s, %s %s',
  async (_what, method, path, body, first) => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();
    const { details } = await emulator.refused(method as 'POST', path, body);
    expect(details.slice(0, first.length)).toBe(first);
    expect(emulator.world()).toEqual(before);
  },
);
