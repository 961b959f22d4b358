import { createHash } from 'node:crypto';
import type { Told } from '../../src/verify';
import {
  ADMIN_SESSION,
  ALICE_SESSION,
  SEED,
  type Json,
  type TestEmulator,
} from '../support/emulator';

const { volumes, backupStorages, vms, images, zone, hosts, primaryStorages } = SEED;
const { imageStore, sftp, ceph } = backupStorages;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Writes down what a client is told, with names by number: the same in each run. */
class Diary {
  readonly told: Told[] = [];
  readonly #names = new Map<string, string>();

  constructor(private readonly emulator: TestEmulator) {}

  /** Asks the image API; answers the inventory, or the whole answer where there is none. */
  async ask(method: Method, path: string, body?: object, session = ADMIN_SESSION): Promise<Json> {
    return this.#send(method, `/zstack/v1${path}`, body, { Authorization: `OAuth ${session}` });
  }

  /** Asks the emulator's own API. */
  async control(method: Method, path: string, body?: object): Promise<Json> {
    return this.#send(method, `/emulator/v1${path}`, body, {});
  }

  async #send(method: Method, path: string, body: object | undefined, headers: object) {
    const answer = await fetch(`${this.emulator.url}${path}`, {
      method,
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const request = `${method} ${path}${body ? ` ${JSON.stringify(body)}` : ''}`;
    const bare = this.#bare(text);
    this.told.push({
      request: this.#bare(request),
      status: answer.status,
      answer: isJson(answer) ? JSON.parse(bare) : bare,
    });
    const whole: Json = isJson(answer) ? JSON.parse(text) : text;
    return whole?.inventory ?? whole;
  }

  #bare(text: string): string {
    return text
      .replaceAll(/(?:http:\/\/)?127\.0\.0\.1:\d+/g, '<address>')
      .replaceAll(DURATION, '$1"<duration>"')
      .replaceAll(MACHINE_TIME, '<now>')
      .replaceAll(NAMES, (name) => {
        if (FIXED.has(name)) return name;
        const known = this.#names.get(name) ?? `#${this.#names.size + 1}`;
        this.#names.set(name, known);
        return known;
      });
  }
}

const isJson = (answer: Response) =>
  (answer.headers.get('content-type') ?? '').startsWith('application/json');
/** Worlds live in 2017; what the machine's clock says is another time in each run. */
const MACHINE_TIME = /\b20(?:2[6-9]|[3-9]\d)-\d\d-\d\dT[\d:.]+Z/g;
/** How long an answer took. */
const DURATION = /("(?:time|wait|durationMs|milliseconds)":)[\d.]+/g;
const NAMES = /\b(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\b/g;
/** Names of the default world are said as they are. */
const FIXED = new Set<string>(
  [images, volumes, vms, hosts, backupStorages, primaryStorages, { zone }].flatMap((all) =>
    Object.values(all),
  ),
);

const sha512 = (text: string) => createHash('sha512').update(text).digest('hex');

/** Templates, images, snapshots, backups and packages in all their ways. */
export async function imagesOfADay(emulator: TestEmulator): Promise<Told[]> {
  const diary = new Diary(emulator);
  const ask = diary.ask.bind(diary);
  const both = [imageStore, sftp];
  const fromRoot = (volume: string, params: object, more: object = {}) =>
    ask('POST', `/images/root-volume-templates/from/volumes/${volume}`, { params, ...more });
  const template = await fromRoot(
    volumes.stoppedWindows,
    { name: 't', description: 'd', backupStorageUuids: both, platform: 'Windows' },
    { systemTags: ['qemuga'], userTags: ['mine'] },
  );
  await fromRoot(volumes.runningLinux, { name: 'running' });
  await fromRoot(volumes.runningArmOnCeph, { name: 'arm', backupStorageUuids: [ceph] });
  await fromRoot(volumes.disabled, { name: 'no', backupStorageUuids: both });
  await fromRoot(volumes.data, { name: 'no', backupStorageUuids: both });
  await fromRoot(volumes.stoppedWindows, { name: 'no', backupStorageUuids: [ceph, imageStore] });
  await fromRoot(volumes.stoppedWindows, { name: 'no', backupStorageUuids: [zone] });
  for (const format of ['qcow2', 'raw', 'iso', 'vmdk', 'vhd', 'ova']) {
    await ask('POST', '/images', {
      params: {
        name: format,
        url: `http://images.example/a.${format}`,
        format,
        mediaType: format === 'iso' ? 'ISO' : 'RootVolumeTemplate',
        backupStorageUuids: [sftp],
      },
    });
  }
  await ask('POST', '/images', {
    params: {
      name: 'data',
      url: 'file:///a.qcow2',
      format: 'qcow2',
      mediaType: 'DataVolumeTemplate',
      backupStorageUuids: both,
    },
  });
  const snapshot = await ask('POST', `/volumes/${volumes.stoppedWindows}/volume-snapshots`, {
    params: { name: 's' },
  });
  await diary.control('POST', `/volumes/${volumes.stoppedWindows}/writes`, { bytes: 2 ** 26 });
  const second = await ask('POST', `/volumes/${volumes.stoppedWindows}/volume-snapshots`, {
    params: { name: 's2', description: 'after' },
  });
  await ask('POST', `/images/root-volume-templates/from/volume-snapshots/${second.uuid}`, {
    params: { name: 'of a snapshot', backupStorageUuids: both },
  });
  await ask('POST', `/images/data-volume-templates/from/volumes/${volumes.spareData}`, {
    params: { name: 'of data', backupStorageUuids: [sftp] },
  });
  await ask('POST', `/volumes/data/from/volume-snapshots/${second.uuid}`, {
    params: { name: 'from a snapshot' },
  });
  await ask('PUT', `/volume-snapshots/${snapshot.uuid}/actions`, { revertVolumeFromSnapshot: {} });
  await ask('GET', `/volume-snapshots/trees?q=volumeUuid=${volumes.stoppedWindows}`);
  await ask('DELETE', `/volume-snapshots/${snapshot.uuid}`);
  const clone = await ask('POST', `/image/clone/${images.linux}`, { params: { name: 'clone' } });
  await ask('PUT', `/images/${clone.uuid}/actions`, {
    updateImage: { name: 'renamed', description: 'x', platform: 'Other', guestOsType: 'y' },
  });
  await ask('PUT', `/images/${clone.uuid}/actions`, {
    changeImageState: { stateEvent: 'disable' },
  });
  await ask('PUT', `/backup-storage/${sftp}/actions`, {
    exportImageFromBackupStorage: { imageUuid: template.uuid },
  });
  await ask('PUT', `/backup-storage/${imageStore}/actions`, {
    exportImageFromBackupStorage: { imageUuid: template.uuid, exportFormat: 'raw' },
  });
  await ask('PUT', `/images/${template.uuid}/actions`, {
    calculateImageHash: { backupStorageUuid: sftp, algorithm: 'sha256' },
  });
  await ask('POST', `/volumes/${volumes.spareData}/vm-instances/${vms.stoppedWindows}`);
  await ask('POST', '/images/groups/from/vm-instance', {
    params: { vmInstanceUuid: vms.stoppedWindows, name: 'group' },
  });
  await ask('POST', '/volumes/volume-snapshots', {
    params: { volumeUuids: [volumes.stoppedWindows, volumes.spareData], name: 'g' },
  });
  await ask('POST', '/ovf/ova-packages', {
    params: { vmUuid: vms.stoppedWindows, backupStorageUuid: imageStore, name: 'ova' },
  });
  const backup = await ask('POST', `/volumes/${volumes.runningLinux}/volume-backups`, {
    params: { name: 'b', backupStorageUuid: imageStore },
  });
  await ask('POST', `/images/root-volume-templates/from/volume-template/${backup.uuid}`, {
    params: { name: 'of a backup', backupStorageUuid: imageStore },
  });
  await ask('POST', '/image-replication-groups', {
    params: { name: 'r', backupStorageUuids: [imageStore] },
  });
  for (const uuid of [template.uuid, images.linux, images.iso, template.uuid]) {
    await ask('DELETE', `/images/${uuid}`);
    await ask('GET', `/images/${uuid}`);
  }
  await ask('PUT', `/images/${images.linux}/actions`, { recoverImage: {} });
  await ask('PUT', `/images/${template.uuid}/actions`, {
    expungeImage: { backupStorageUuids: [sftp] },
  });
  await ask('PUT', `/images/${template.uuid}/actions`, { expungeImage: {} });
  emulator.advance(80 * 3_600_000);
  for (const kind of [
    'images',
    'volumes',
    'volume-snapshots',
    'volume-snapshots/group',
    'volume-backups',
    'image-packages',
    'imagegroups',
    'imagegrouprefs',
    'image-replication-groups',
    'backup-storage',
    'primary-storage',
    'primary-storage/imagecache',
    'system-tags',
    'user-tags',
    'longjobs',
    'gc-jobs',
  ]) {
    await ask('GET', `/${kind}`);
    await ask('GET', `/${kind}`, undefined, ALICE_SESSION);
  }
  await ask('GET', '/primary-storage/capacities?all=true');
  await ask('GET', '/backup-storage/capacities?all=true');
  return diary.told;
}

/** A VM's life, and what is around it. */
export async function machinesOfADay(emulator: TestEmulator): Promise<Told[]> {
  const diary = new Diary(emulator);
  const ask = diary.ask.bind(diary);
  const [l3] = (await ask('GET', '/l3-networks?sort=+name')).inventories;
  const making = (params: object) =>
    ask('POST', '/vm-instances', {
      params: {
        name: 'v',
        imageUuid: images.linux,
        cpuNum: 2,
        memorySize: 2 ** 31,
        l3NetworkUuids: [l3.uuid],
        ...params,
      },
      systemTags: ['hostname::web'],
    });
  const vm = await making({ zoneUuid: zone, dataDiskSizes: [2 ** 30] });
  await making({ zoneUuid: zone, imageUuid: images.iso, rootDiskSize: 2 ** 34 });
  await making({ zoneUuid: zone, strategy: 'CreateStopped', name: 'stopped' });
  await making({ zoneUuid: zone, imageUuid: images.disabled });
  await making({ zoneUuid: zone, memorySize: 2 ** 50 });
  await making({ zoneUuid: zone, cpuNum: 0 });
  const act = (action: object) => ask('PUT', `/vm-instances/${vm.uuid}/actions`, action);
  for (const action of [
    { stopVmInstance: { type: 'grace' } },
    { stopVmInstance: {} },
    { startVmInstance: {} },
    { rebootVmInstance: {} },
    { pauseVmInstance: {} },
    { resumeVmInstance: {} },
    { migrateVm: {} },
    { setVmBootOrder: { bootOrder: ['CdRom', 'HardDisk'] } },
    { setVmHostname: { hostname: 'other' } },
    { updateVmInstance: { name: 'w', description: 'x', cpuNum: 1 } },
    { stopVmInstance: {} },
    { changeInstanceOffering: { instanceOfferingUuid: SEED.offerings.small } },
    { reimageVmInstance: {} },
  ]) {
    await act(action);
  }
  await ask('POST', `/vm-instances/${vm.uuid}/iso/${images.iso}`);
  await ask('DELETE', `/vm-instances/${vm.uuid}/iso?isoUuid=${images.iso}`);
  for (const path of [
    'boot-orders',
    'hostnames',
    'console-passwords',
    'starting-target-hosts',
    'migration-target-hosts',
    'capabilities',
    'iso-candidates',
  ]) {
    await ask('GET', `/vm-instances/${vm.uuid}/${path}`);
  }
  await ask('PUT', `/hosts/${hosts.linux}/actions`, {
    changeHostState: { stateEvent: 'maintain' },
  });
  await ask('GET', `/hosts/${hosts.linux}`);
  await ask('PUT', `/hosts/${hosts.linux}/actions`, { changeHostState: { stateEvent: 'enable' } });
  await diary.control('PUT', `/hosts/${hosts.linux}/agent`, { reachable: false });
  await ask('PUT', `/hosts/${hosts.linux}/actions`, { reconnectHost: {} });
  emulator.advance(600_000);
  await diary.control('PUT', `/hosts/${hosts.linux}/agent`, { reachable: true });
  emulator.advance(600_000);
  await ask('PUT', `/primary-storage/${primaryStorages.nfs}/actions`, {
    syncPrimaryStorageCapacity: {},
  });
  await ask('PUT', `/primary-storage/${primaryStorages.local}/actions`, {
    reconnectPrimaryStorage: {},
  });
  await ask('DELETE', `/vm-instances/${vm.uuid}`);
  await ask('PUT', `/vm-instances/${vm.uuid}/actions`, { recoverVmInstance: {} });
  await ask('DELETE', `/vm-instances/${vm.uuid}`);
  await ask('PUT', `/vm-instances/${vm.uuid}/actions`, { expungeVmInstance: {} });
  emulator.advance(80 * 3_600_000);
  for (const kind of [
    'vm-instances',
    'vm-instances/cdroms',
    'vm-instances/nics',
    'volumes',
    'hosts',
    'clusters',
    'l2-networks',
    'l3-networks',
    'l3-networks/ip-ranges',
    'l3-networks/ip-address',
    'vips',
    'eips',
    'security-groups',
    'primary-storage',
    'instance-offerings',
    'disk-offerings',
    'zones',
    'gc-jobs',
    'system-tags',
  ]) {
    await ask('GET', `/${kind}`);
  }
  await ask('GET', '/hosts/capacities/cpu-memory?all=true');
  await ask('GET', `/ip-capacity?l3NetworkUuids=${l3.uuid}`);
  return diary.told;
}

/** What the emulator itself tells of such a day. */
export async function controlOfADay(emulator: TestEmulator): Promise<Told[]> {
  const diary = new Diary(emulator);
  const { ask, control } = { ask: diary.ask.bind(diary), control: diary.control.bind(diary) };
  await ask('PUT', '/accounts/login', {
    logInByAccount: { accountName: 'admin', password: sha512('wrong') },
  });
  await control('PUT', '/progression', { mode: 'timed', jitterPercent: 30 });
  await control('PUT', '/progression', { mode: 'manual', resourceUuid: sftp });
  await control('POST', '/faults', {
    kind: 'fail',
    point: 'add-image/finish-download',
    percent: 50,
    times: 2,
  });
  await control('POST', '/faults', {
    kind: 'fail',
    operation: 'QueryZone',
    times: 1,
    details: 'tired',
  });
  await ask('GET', '/zones');
  await ask('GET', '/zones');
  for (const [name, storages] of Object.entries({
    a: [imageStore, sftp],
    b: [imageStore],
    c: [ceph],
  })) {
    await ask('POST', `/images/root-volume-templates/from/volumes/${volumes.stoppedWindows}`, {
      params: { name, backupStorageUuids: storages },
    });
    await ask('POST', '/images', {
      params: {
        name,
        url: `http://images.example/${name}.qcow2`,
        format: 'qcow2',
        backupStorageUuids: storages,
      },
    });
  }
  await control('GET', '/tasks');
  await control('POST', '/clock/advance', { by: '40s' });
  const tasks: Json = await control('GET', '/tasks');
  for (const { id } of (tasks.inventories ?? tasks.tasks ?? []).slice(0, 2)) {
    await control('POST', `/tasks/${id}/step`);
  }
  await control('POST', '/clock/advance', { by: '10m' });
  const left: Json = await control('GET', '/tasks');
  for (const { id } of (left.inventories ?? left.tasks ?? []).slice(0, 1)) {
    await control('POST', `/tasks/${id}/fail`, { details: 'by hand' });
  }
  await control('DELETE', '/progression');
  await ask('GET', '/images?name=a');
  await ask('GET', '/images?q=status=Ready&sort=-size&fields=name,size');
  await ask('DELETE', `/images/${images.windows}`);
  await control('POST', '/clock/advance', { to: '+80h' });
  for (const path of [
    '',
    '/clock',
    '/progression',
    '/faults',
    '/faults/points',
    '/flows',
    '/tasks',
    '/garbage-jobs',
    '/invariants',
    '/events?limit=1000',
    '/journal?limit=1000',
    '/journal/har',
    '/client-report',
    '/history',
    '/resources',
    '/resources/image?sort=+name&total=true',
    '/resources/volume?q=type=Root&limit=3',
    `/explain/${images.windows}`,
    `/explain/${images.linux}`,
    `/explain/${volumes.stoppedWindows}`,
    `/explain/${vms.runningLinux}`,
    `/explain/${hosts.linux}`,
    `/explain/${imageStore}`,
    `/explain/${zone}`,
    '/environments',
    '/environments/default',
    '/nothing',
    '/faults?x=1',
  ]) {
    await control('GET', path);
  }
  await control('POST', '/faults', { kind: 'fail', point: 'nowhere' });
  await control('POST', '/faults', { kind: 'fill', point: 'add-image/finish-download' });
  await control('PUT', '/progression', { mode: 'fast' });
  await control('PUT', '/clock', { mode: 'stopped', time: '2001-01-01T00:00:00Z' });
  await control('POST', '/clock/advance', { by: '-1h' });
  await control('POST', '/environments', { name: 'other', seed: 'default' });
  await control('POST', '/environments', { name: 'other' });
  await control('POST', '/environments/default/snapshots', { name: 's' });
  await ask('DELETE', `/images/${images.linux}`);
  await control('POST', '/environments/default/snapshots/s/restore');
  await ask('GET', `/images/${images.linux}`);
  await control('GET', '/environments/default/snapshots');
  await control('DELETE', '/environments/other');
  return diary.told;
}
