import { OPERATIONS } from '../../src/api/operations';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { submission, JOB_DATA } from '../support/long-jobs';
import { GIB, takeSnapshot } from '../support/volumes';

/*
 * No argument is ignored: what a call says of the thing that it makes or changes is what the thing then has, and a
 * change of one field leaves all others as they were. Every parameter that a field of the answer is called after
 * has a value here, or a reason.
 */

const { backupStorages, primaryStorages, images, volumes, clusters, vms, zone } = SEED;
const { imageStore, sftp } = backupStorages;
const ALICE = 'a11ce000000040008000000000000001';
const OWN = '0123456789ab4def8123456789abcdef';

type Value = string | number | boolean;
type Values = Readonly<Record<string, Value>>;

const NAMED: Values = { name: 'another name', description: 'said by a test' };
const GUEST: Values = {
  ...NAMED,
  platform: 'Other',
  guestOsType: 'Debian 12',
  architecture: 'aarch64',
  system: true,
};

interface Making {
  readonly path: string | ((emulator: TestEmulator) => Promise<string>);
  /** What it cannot do without. */
  readonly required: object;
  /** A value for each argument that shows in the answer, other than what it is without. */
  readonly values: Values;
}

const to = (backupStorageUuids: readonly string[]) => ({ name: 'x', backupStorageUuids });
const ofSnapshot = (kind: string) => async (emulator: TestEmulator) =>
  `/images/${kind}/from/volume-snapshots/${(await takeSnapshot(emulator, 's', volumes.stoppedWindows)).uuid}`;
const server = { name: 'x', url: '/x', hostname: '10.0.0.9', username: 'root', password: 'p' };
const ofServer: Values = {
  ...NAMED,
  url: '/another/folder',
  hostname: '10.0.0.10',
  username: 'someone',
  sshPort: 2222,
};
const primary = (url: string) => ({ name: 'x', url, zoneUuid: zone });

const MAKING: Readonly<Record<string, Making>> = {
  AddImage: {
    path: '/images',
    required: { ...to([imageStore]), url: 'http://x/a', format: 'qcow2' },
    values: {
      ...GUEST,
      virtio: true,
      format: 'raw',
      mediaType: 'DataVolumeTemplate',
      url: 'http://x/b.raw',
    },
  },
  CreateRootVolumeTemplateFromRootVolume: {
    path: `/images/root-volume-templates/from/volumes/${volumes.stoppedWindows}`,
    required: to([imageStore]),
    values: { ...GUEST, virtio: true },
  },
  CreateRootVolumeTemplateFromVolumeSnapshot: {
    path: ofSnapshot('root-volume-templates'),
    required: to([imageStore]),
    values: { ...GUEST, virtio: true },
  },
  CreateDataVolumeTemplateFromVolume: {
    path: `/images/data-volume-templates/from/volumes/${volumes.spareData}`,
    required: to([imageStore]),
    values: NAMED,
  },
  CreateDataVolumeTemplateFromVolumeSnapshot: {
    path: ofSnapshot('data-volume-templates'),
    required: to([imageStore]),
    values: NAMED,
  },
  AddSftpBackupStorage: { path: '/backup-storage/sftp', required: server, values: ofServer },
  AddImageStoreBackupStorage: {
    path: '/backup-storage/image-store',
    required: server,
    values: ofServer,
  },
  AddCephBackupStorage: {
    path: '/backup-storage/ceph',
    required: { name: 'x', monUrls: ['root:pass@10.0.0.1'] },
    values: { ...NAMED, poolName: 'pool' },
  },
  AddSimulatorBackupStorage: {
    path: '/backup-storage/simulators',
    required: { name: 'x', url: '/x', totalCapacity: 2 * GIB },
    values: { ...NAMED, url: '/y', totalCapacity: 3 * GIB, availableCapacity: GIB },
  },
  AddLocalPrimaryStorage: {
    path: '/primary-storage/local-storage',
    required: primary('/x'),
    values: { ...NAMED, url: '/y' },
  },
  AddNfsPrimaryStorage: {
    path: '/primary-storage/nfs',
    required: primary('10.0.0.9:/x'),
    values: { ...NAMED, url: '10.0.0.9:/y' },
  },
  AddSharedMountPointPrimaryStorage: {
    path: '/primary-storage/smp',
    required: primary('/x'),
    values: { ...NAMED, url: '/y' },
  },
  AddCephPrimaryStorage: {
    path: '/primary-storage/ceph',
    required: { name: 'x', zoneUuid: zone, monUrls: ['root:pass@10.0.0.1'] },
    values: NAMED,
  },
  AddSimulatorPrimaryStorage: {
    path: '/primary-storage/simulators',
    required: {
      ...primary('/x'),
      totalCapacity: 3 * GIB,
      availableCapacity: 2 * GIB,
      totalPhysicalCapacity: 5 * GIB,
      availablePhysicalCapacity: 4 * GIB,
    },
    values: { ...NAMED, url: '/y' },
  },
  CreateAccessKey: {
    path: '/accesskeys',
    required: { accountUuid: ALICE, userUuid: ALICE },
    values: { description: 'said by a test' },
  },
  CreateAccount: {
    path: '/accounts',
    required: { name: 'x', password: 'b'.repeat(128) },
    values: { ...NAMED, type: 'SystemAdmin' },
  },
  CreateDataVolume: {
    path: '/volumes/data',
    required: { name: 'x', diskSize: GIB },
    values: { ...NAMED, primaryStorageUuid: primaryStorages.nfs },
  },
  CreateVolumeSnapshot: {
    path: `/volumes/${volumes.spareData}/volume-snapshots`,
    required: { name: 'x' },
    values: NAMED,
  },
  CreateTag: {
    path: '/tags',
    required: { name: 'x', value: 'x', color: '#aabbcc', type: 'simple' },
    values: { ...NAMED, value: 'another', color: '#112233' },
  },
  CreateUserTag: {
    path: '/user-tags',
    required: { resourceType: 'ImageVO', resourceUuid: images.linux, tag: 'x' },
    values: { resourceUuid: images.windows, tag: 'another' },
  },
  CreateSystemTag: {
    path: '/system-tags',
    required: { resourceType: 'ImageVO', resourceUuid: images.linux, tag: 'packer' },
    values: { resourceUuid: images.windows, tag: 'bootMode::Legacy' },
  },
  CreateVmInstance: {
    path: '/vm-instances',
    required: {
      name: 'x',
      cpuNum: 1,
      memorySize: GIB,
      imageUuid: images.linux,
      zoneUuid: zone,
      strategy: 'JustCreate',
    },
    values: {
      name: 'another name',
      description: 'said by a test',
      cpuNum: 3,
      memorySize: 3 * GIB,
      reservedMemorySize: GIB,
      imageUuid: images.windows,
      clusterUuid: clusters.used,
      platform: 'Other',
      guestOsType: 'Debian 12',
    },
  },
  CreateZone: { path: '/zones', required: { name: 'x' }, values: { ...NAMED, isDefault: true } },
  SubmitLongJob: {
    path: '/longjobs',
    required: submission('APIAddImageMsg', JOB_DATA.APIAddImageMsg).params,
    values: NAMED,
  },
};

/** Parameters that are called after a field and stand in no table. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'AddCephBackupStorage.url': 'made of the monitors',
  'AddCephPrimaryStorage.url': 'made of the monitors',
  'CreateAccessKey.AccessKeyID': 'given with its secret: access-keys.test.ts',
  'CreateAccessKey.AccessKeySecret': 'given with its id: access-keys.test.ts',
  'CreateAccessKey.accountUuid': 'must be that of the user',
  'CreateAccessKey.userUuid': 'must be that of the account',
  'CreateDataVolume.diskOfferingUuid': 'the emulator has none',
  'CreateUserTag.resourceType': 'must be that of the resource',
  'CreateSystemTag.resourceType': 'must be that of the resource',
  'CreateVmInstance.instanceOfferingUuid': 'the emulator has none',
  'CreateVmInstance.defaultL3NetworkUuid': 'the emulator has none',
  'CreateVmInstance.type': 'one value',
  'CreateVmInstance.zoneUuid': 'the narrowest place counts: the-right-one.test.ts',
  'CreateVmInstance.hostUuid': 'only what runs is on a host: create-vm-instance.test.ts',
  'CreateVmInstance.architecture': 'decides where it may run: create-vm-instance.test.ts',
  'CreateTag.type': 'decides what its value may be: tag-patterns.test.ts',
  'SubmitLongJob.jobName': 'goes with its data',
  'SubmitLongJob.jobData': 'goes with its name',
  'SubmitLongJob.targetResourceUuid': 'what the job makes has its own',
  'UpdateVmInstance.defaultL3NetworkUuid': 'the emulator has none',
  'UpdateVmInstance.state': 'a state, not a field: vm-instances.test.ts',
  'CreateDataVolumeFromVolumeSnapshot.primaryStorageUuid': 'create-data-volume.test.ts',
  'CreateDataVolumeFromVolumeTemplate.primaryStorageUuid': 'create-data-volume.test.ts',
  'CreateDataVolumeFromVolumeSnapshot.name': 'create-data-volume.test.ts',
  'CreateDataVolumeFromVolumeTemplate.name': 'create-data-volume.test.ts',
  'CreateDataVolumeFromVolumeSnapshot.description': 'create-data-volume.test.ts',
  'CreateDataVolumeFromVolumeTemplate.description': 'create-data-volume.test.ts',
  'StartVmInstance.clusterUuid': 'power.test.ts',
  'StartVmInstance.hostUuid': 'power.test.ts',
  'StopVmInstance.type': 'how it stops, not what it is',
};

/** What is said of zoneUuid stands in the path of the world: there is one zone. */
const isLeftOut = (operation: string, param: string) =>
  `${operation}.${param}` in LEFT_OUT ||
  /^Add.*(zoneUuid|type)$/.test(`${operation}.${param}`) ||
  /^AddSimulatorPrimaryStorage\..*Capacity$/.test(`${operation}.${param}`);

test.each(Object.keys(MAKING))('%s honours each of its arguments', async (name) => {
  const { path, required, values } = MAKING[name] as Making;
  for (const [param, value] of Object.entries(values)) {
    const emulator = await TestEmulator.start();
    const at = typeof path === 'string' ? path : await path(emulator);
    const made = async (more: object): Promise<Json> => {
      const inventory = await emulator.make('POST', at, { params: { ...required, ...more } });
      return inventory[param];
    };
    expect({ [param]: await made({ [param]: value }) }).toEqual({ [param]: value });
  }
});

test.each(
  Object.keys(MAKING).filter((name) => !['CreateUserTag', 'CreateSystemTag'].includes(name)),
)('%s makes what has the uuid that it is given', async (name) => {
  const { path, required } = MAKING[name] as Making;
  const emulator = await TestEmulator.start();
  const at = typeof path === 'string' ? path : await path(emulator);
  const params = { ...required, resourceUuid: OWN };
  expect((await emulator.make('POST', at, { params })).uuid).toBe(OWN);
});

interface Changing {
  readonly path: string;
  /** Where it is read, if not there. */
  readonly look?: string;
  readonly key: string;
  readonly values: Values;
  readonly prepare?: (emulator: TestEmulator) => Promise<string>;
}

const CHANGING: Readonly<Record<string, Changing>> = {
  UpdateImage: {
    path: `/images/${images.linux}`,
    key: 'updateImage',
    values: { ...GUEST, virtio: false, format: 'raw', mediaType: 'DataVolumeTemplate' },
  },
  UpdateBackupStorage: {
    path: `/backup-storage/${imageStore}`,
    key: 'updateBackupStorage',
    values: NAMED,
  },
  UpdateSftpBackupStorage: {
    path: `/backup-storage/sftp/${sftp}`,
    key: 'updateSftpBackupStorage',
    values: { ...NAMED, username: 'someone', hostname: '10.0.0.10', sshPort: 2222 },
  },
  UpdatePrimaryStorage: {
    path: `/primary-storage/${primaryStorages.local}`,
    look: `/primary-storage?q=uuid=${primaryStorages.local}`,
    key: 'updatePrimaryStorage',
    values: { ...NAMED, url: '/another' },
  },
  UpdateVmInstance: {
    path: `/vm-instances/${vms.stoppedWindows}`,
    key: 'updateVmInstance',
    values: {
      ...NAMED,
      platform: 'Other',
      guestOsType: 'Debian 12',
      cpuNum: 7,
      memorySize: 9 * GIB,
      reservedMemorySize: 4096,
    },
  },
  UpdateVolume: {
    path: `/volumes/${volumes.spareData}`,
    key: 'updateVolume',
    values: NAMED,
  },
  UpdateZone: { path: `/zones/${zone}`, key: 'updateZone', values: { ...NAMED, isDefault: false } },
  UpdateVolumeSnapshot: {
    path: '/volume-snapshots',
    key: 'updateVolumeSnapshot',
    values: NAMED,
    prepare: async (emulator) => `/volume-snapshots/${(await takeSnapshot(emulator, 's')).uuid}`,
  },
  UpdateTag: {
    path: '/tags',
    key: 'updateTag',
    values: { ...NAMED, value: 'x::{other}', color: '#112233' },
    prepare: async (emulator) => {
      const params = { name: 'x', value: 'x::{token}', color: '#aabbcc', type: 'withToken' };
      return `/tags/${(await emulator.make('POST', '/tags', { params })).uuid}`;
    },
  },
  UpdateLongJob: {
    path: '/longjobs',
    key: 'updateLongJob',
    values: NAMED,
    prepare: async (emulator) => {
      const { uuid } = await emulator.make(
        'POST',
        '/longjobs',
        submission('APIAddImageMsg', JOB_DATA.APIAddImageMsg),
      );
      await emulator.control('GET', '/tasks');
      return `/longjobs/${uuid}`;
    },
  },
};

test.each(Object.keys(CHANGING))('%s changes what it says, and nothing else', async (name) => {
  const { path, look, key, values, prepare } = CHANGING[name] as Changing;
  const emulator = await TestEmulator.start();
  const at = (await prepare?.(emulator)) ?? path;
  for (const [param, value] of Object.entries(values)) {
    const before = await emulator.find(look ?? at);
    emulator.advance(1000);
    const answered = await emulator.make('PUT', `${at}/actions`, { [key]: { [param]: value } });
    const { lastOpDate, ...after } = await emulator.find(look ?? at);
    const { lastOpDate: _earlier, ...rest } = before;
    expect(after).toEqual({ ...rest, [param]: value });
    expect([answered[param], answered.lastOpDate]).toEqual([value, lastOpDate]);
    expect(before[param]).not.toEqual(value);
  }
});

test('every argument that a field is called after has a value here, or a reason', () => {
  const missing = OPERATIONS.flatMap(({ kind, name, method, params, returns }) => {
    if (kind === 'query' || method === 'GET' || !/^(Add|Create|Update|Submit)/.test(name))
      return [];
    const shape = (returns['inventory'] as { shape?: object } | undefined)?.shape ?? {};
    const known = { ...MAKING[name]?.values, ...CHANGING[name]?.values };
    return Object.keys(params)
      .filter((param) => param in shape && !(param in known) && !isLeftOut(name, param))
      .filter((param) => !['uuid', 'volumeUuid'].includes(param))
      .map((param) => `${name}.${param}`);
  });
  const elsewhere = [
    'UpdateAccount',
    'UpdateGlobalConfig',
    'UpdateQuota',
    'UpdateResourceConfig',
    'UpdateSystemTag',
  ];
  expect(missing.filter((one) => !elsewhere.includes(String(one.split('.')[0])))).toEqual([]);
});
