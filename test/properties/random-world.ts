import { Agent, request } from 'node:http';
import { ADMIN_SESSION, SEED, type Json, type TestEmulator } from '../support/emulator';
import { asBase64, ovfOf } from '../support/ovf';

/** One random step: which operation, and three numbers that choose what it works on. */
export type Step = readonly [operation: number, a: number, b: number, c: number];

interface Answer {
  readonly status: number;
  readonly body: Json;
}

const GIB = 2 ** 30;
const agent = new Agent({ keepAlive: true });

/** Calls that are refused, and with what, by code: to see that a run was not all refusals. */
export interface Tally {
  succeeded: number;
  refused: number;
}

/**
 * Drives one emulator by random steps, beside a small model: which content every volume and
 * snapshot has, which every image was made of, and what deleting, recovering and expunging does to
 * an image's refs.
 */
export class RandomWorld {
  readonly tally: Tally = { succeeded: 0, refused: 0 };
  /** Contents by the uuid of what has them; the model's own names. */
  readonly #contents = new Map<string, string>();
  #made = 0;

  constructor(
    private emulator: TestEmulator,
    /** Opens the same data again, where the world lies in a file. */
    private readonly restart: (() => Promise<TestEmulator>) | undefined,
  ) {}

  get current(): TestEmulator {
    return this.emulator;
  }

  /** Does one step. Throws when the emulator does what it must not, or the model says otherwise. */
  async step([operation, a, b, c]: Step): Promise<void> {
    const work = OPERATIONS[operation % OPERATIONS.length];
    const before = new Map(this.#contents);
    await work?.call(this, a, b, c);
    this.rememberSaved(before);
    expect(this.emulator.brokenLaws()).toEqual({});
  }

  async call(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await send(this.emulator.url, method, `/zstack/v1${path}`, body);
    if (answer.status === 200 || answer.status === 202) this.tally.succeeded++;
    else this.tally.refused++;
    if (answer.status === 503) this.expectRefusal(answer.body.error);
    else expect([200, 202]).toContain(answer.status);
    return answer;
  }

  /** An internal error is only what the real system has too: something went while it was needed. */
  private expectRefusal(error: { code: string; details: string }): void {
    if (error.code === 'SYS.1000') expect(error.details).toMatch(/^cannot find the|^Duplicate/);
  }

  act(family: string, uuid: string | undefined, action: string, params: object = {}) {
    return this.call('PUT', `/${family}/${uuid}/actions`, { [action]: params });
  }

  /** One of the rows' uuids, or one that does not exist. */
  pick(query: string, choice: number): string | undefined {
    const rows = this.emulator.environment.database.prepare<[], string>(query).pluck().all();
    return rows[choice % Math.max(rows.length, 1)];
  }

  image = (choice: number) => this.pick('select uuid from images order by uuid', choice);
  volume = (choice: number) => this.pick('select uuid from volumes order by uuid', choice);
  snapshot = (choice: number) =>
    this.pick('select uuid from volume_snapshots order by uuid', choice);
  group = (choice: number) =>
    this.pick('select uuid from volume_snapshot_groups order by uuid', choice);
  vm = (choice: number) => this.pick('select uuid from vm_instances order by uuid', choice);
  primary = (choice: number) =>
    this.pick('select uuid from primary_storages order by uuid', choice);
  backup = (choice: number) => this.pick('select uuid from backup_storages order by uuid', choice);
  backups = (a: number, b: number) =>
    [this.backup(a), ...(b % 3 === 0 ? [this.backup(b)] : [])].filter((uuid) => uuid !== undefined);

  name = () => `made-${this.#made++}`;

  remember(uuid: string | undefined, content: string): void {
    if (uuid !== undefined) this.#contents.set(uuid, content);
  }

  /** The content of a new VM's root volume, unless it is known by now. */
  rememberRoot(vm: Json, ofImage: string): void {
    const root = vm?.allVolumes.find((volume: Json) => volume.type === 'Root');
    if (!root || this.#contents.has(root.uuid)) return;
    this.remember(root.uuid, root.rootImageUuid ? ofImage : `empty:${root.uuid}`);
  }

  /** Whether somebody made it here: of what the seed has nothing is remembered. */
  isMade(uuid: string | undefined): boolean {
    return this.#contents.has(uuid ?? '');
  }

  contentOf(uuid: string | undefined): string {
    return this.#contents.get(uuid ?? '') ?? `seed:${uuid}`;
  }

  /** A template of a volume on Ceph leaves a snapshot of it. */
  rememberTemporary(volume: string | undefined): void {
    const { database } = this.emulator.environment;
    const left = database
      .prepare<[string], string>('select uuid from volume_snapshots where name = ?')
      .pluck()
      .all(`Snapshot-${volume}`);
    for (const uuid of left) {
      if (!this.#contents.has(uuid)) this.remember(uuid, this.contentOf(volume));
    }
  }

  /** Reverting and reimaging save what was there in a snapshot of their own. */
  private rememberSaved(before: ReadonlyMap<string, string>): void {
    const saved = this.emulator.environment.database
      .prepare<[], { uuid: string; volume: string }>(
        "select uuid, volume_uuid as volume from volume_snapshots where name like '%-point-%'",
      )
      .all();
    for (const { uuid, volume } of saved) {
      if (!this.#contents.has(uuid)) this.remember(uuid, before.get(volume) ?? `seed:${volume}`);
    }
  }

  /** The images of a group that are there. */
  async imagesOf(group: string | undefined): Promise<Json[]> {
    if (group === undefined) return [];
    const path = `/images?q=uuid?=${this.current.environment.database
      .prepare<[string], string>(
        'select image_uuid from image_group_refs where image_group_uuid = ?',
      )
      .pluck()
      .all(group)
      .join(',')}`;
    return (await this.call('GET', path)).body.inventories;
  }

  volumesOf(vm: string | undefined): string[] {
    return this.current.environment.database
      .prepare<[string], string>('select uuid from volumes where vm_instance_uuid = ?')
      .pluck()
      .all(vm ?? '');
  }

  /** What is free on backup storages. */
  free(): unknown[] {
    return this.current.environment.database
      .prepare('select uuid, available_capacity from backup_storages order by uuid')
      .all();
  }

  async clock(milliseconds: number): Promise<void> {
    this.emulator.advance(milliseconds);
    await this.emulator.environment.runner.idle();
  }

  async reopen(): Promise<void> {
    if (this.restart) this.emulator = await this.restart();
  }

  /** Images of one content, format and size have one MD5, and others another. */
  expectContents(): void {
    const rows = this.emulator.environment.database
      .prepare<[], { uuid: string; format: string; size: number; sum: string | null }>(
        "select uuid, format, size, md5_sum as sum from images where status <> 'Creating' and status <> 'Downloading'",
      )
      .all();
    const sums = new Map<string, string | null>();
    for (const { uuid, format, size, sum } of rows) {
      if (!this.#contents.has(uuid)) continue;
      const key = `${this.contentOf(uuid)} ${format} ${size}`;
      expect([key, sums.get(key) ?? sum]).toEqual([key, sum]);
      sums.set(key, sum);
    }
    const known = [...sums.values()];
    const twice = [...sums].filter(([, sum]) => known.filter((one) => one === sum).length > 1);
    expect(twice).toEqual([]);
  }
}

type Work = (this: RandomWorld, a: number, b: number, c: number) => Promise<unknown>;

const statusesOf = (inventory: Json): Record<string, string> =>
  Object.fromEntries(
    inventory.backupStorageRefs.map((ref: Json) => [ref.backupStorageUuid, ref.status]),
  );

/** Disks of a VM, or snapshots of a group, the root volume's first. */
const byDevice = (rows: Json): Json[] =>
  [...(rows ?? [])].toSorted(
    (one: Json, other: Json) =>
      Number((other.type ?? other.volumeType) === 'Root') -
        Number((one.type ?? one.volumeType) === 'Root') || one.deviceId - other.deviceId,
  );

const rootOf = (vm: Json): Json => vm?.allVolumes.find(({ type }: Json) => type === 'Root');

const OPERATIONS: readonly Work[] = [
  async function addImage(a, b, c) {
    const url = `http://x/${c % 5}.qcow2#size=${1 + (c % 4)}G&actualSize=${1 + (b % 900)}M`;
    const { body } = await this.call('POST', '/images', {
      params: { name: this.name(), url, format: 'qcow2', backupStorageUuids: this.backups(a, b) },
    });
    this.remember(body.inventory?.uuid, `http://x/${c % 5}.qcow2`);
  },
  async function addIso(a, _b, c) {
    const url = `http://x/${c % 3}.iso`;
    const { body } = await this.call('POST', '/images', {
      params: { name: this.name(), url, mediaType: 'ISO', backupStorageUuids: [this.backup(a)] },
    });
    this.remember(body.inventory?.uuid, url);
  },
  async function openUpload(a) {
    await this.call('POST', '/images', {
      params: {
        name: this.name(),
        url: 'upload://x',
        format: 'qcow2',
        backupStorageUuids: [this.backup(a)],
      },
    });
  },
  async function rootTemplate(a, b, c) {
    const volume = this.volume(a);
    const named = c % 2 === 0 ? {} : { backupStorageUuids: this.backups(b, c) };
    const path = `/images/root-volume-templates/from/volumes/${volume}`;
    const { body } = await this.call('POST', path, { params: { name: this.name(), ...named } });
    this.remember(body.inventory?.uuid, this.contentOf(volume));
    this.rememberTemporary(volume);
  },
  async function dataTemplate(a, b, c) {
    const volume = this.volume(a);
    const named = c % 2 === 0 ? {} : { backupStorageUuids: this.backups(b, c) };
    const path = `/images/data-volume-templates/from/volumes/${volume}`;
    const { body } = await this.call('POST', path, { params: { name: this.name(), ...named } });
    this.remember(body.inventory?.uuid, this.contentOf(volume));
    this.rememberTemporary(volume);
  },
  async function snapshotTemplate(a, b, c) {
    const snapshot = this.snapshot(a);
    const kind = c % 2 === 0 ? 'root' : 'data';
    const path = `/images/${kind}-volume-templates/from/volume-snapshots/${snapshot}`;
    const params = { name: this.name(), backupStorageUuids: this.backups(b, c) };
    const { body } = await this.call('POST', path, { params });
    this.remember(body.inventory?.uuid, this.contentOf(snapshot));
  },
  async function deleteImage(a, b, c) {
    const uuid = this.image(a);
    const before = (await this.call('GET', `/images/${uuid}`)).body.inventories[0];
    const storages = c % 3 === 0 ? this.backups(b, c) : [];
    const query = storages.map((storage) => `backupStorageUuids=${storage}`).join('&');
    const { status } = await this.call('DELETE', `/images/${uuid}?${query}`);
    const policy = this.current.environment.world.repositories.globalConfig.find(
      'image',
      'deletionPolicy',
    );
    if (!before || status !== 200 || (policy !== undefined && policy !== 'Delay')) return;
    const refs = Object.entries(statusesOf(before));
    const after = (await this.call('GET', `/images/${uuid}`)).body.inventories[0];
    if (refs.every(([, ref]) => ref === 'Creating' || ref === 'Downloading')) {
      expect(after).toBeUndefined();
      return;
    }
    const expected = refs.map(([storage, ref]) => [
      storage,
      storages.length === 0 || storages.includes(storage) ? 'Deleted' : ref,
    ]);
    expect(statusesOf(after)).toEqual(Object.fromEntries(expected));
    if (expected.every(([, ref]) => ref === 'Deleted')) expect(after.status).toBe('Deleted');
    else expect(after.status).toBe(before.status);
  },
  async function recoverImage(a, b, c) {
    const uuid = this.image(a);
    const storages = c % 3 === 0 ? this.backups(b, c) : [];
    const before = (await this.call('GET', `/images/${uuid}`)).body.inventories[0];
    const { body } = await this.act('images', uuid, 'recoverImage', {
      backupStorageUuids: storages,
    });
    if (!body.inventory) return;
    const expected = Object.entries(statusesOf(before)).map(([storage, ref]) => [
      storage,
      ref === 'Deleted' && (storages.length === 0 || storages.includes(storage)) ? 'Ready' : ref,
    ]);
    expect(statusesOf(body.inventory)).toEqual(Object.fromEntries(expected));
    expect(body.inventory.status).toBe('Ready');
  },
  async function expungeImage(a, b, c) {
    const uuid = this.image(a);
    const storages = c % 3 === 0 ? { backupStorageUuids: this.backups(b, c) } : {};
    await this.act('images', uuid, 'expungeImage', storages);
  },
  async function changeImage(a, b, c) {
    const stateEvent = b % 4 === 0 ? 'disable' : 'enable';
    await this.act('images', this.image(a), 'changeImageState', { stateEvent });
    await this.act('images', this.image(c), 'syncImageSize');
  },
  async function exportImage(a, b, c) {
    const imageUuid = this.image(a);
    await this.act('backup-storage', this.backup(b), 'exportImageFromBackupStorage', {
      imageUuid,
      ...(c % 3 === 0 ? { exportFormat: 'raw' } : {}),
    });
  },
  async function deleteExport(a, b) {
    await this.call('DELETE', `/backup-storage/${this.backup(b)}/exported-images/${this.image(a)}`);
  },
  async function createSnapshot(a) {
    const volume = this.volume(a);
    const path = `/volumes/${volume}/volume-snapshots`;
    const { body } = await this.call('POST', path, { params: { name: this.name() } });
    this.remember(body.inventory?.uuid, this.contentOf(volume));
  },
  async function deleteSnapshot(a, b) {
    const scope = ['', '?scope=single', '?scope=single&direction=commit'][b % 3];
    await this.call('DELETE', `/volume-snapshots/${this.snapshot(a)}${scope}`);
  },
  async function backUp(a, b) {
    const volume = this.volume(a);
    const backupStorageUuid = this.pick(
      "select uuid from backup_storages where type = 'ImageStoreBackupStorage' order by uuid",
      b,
    );
    const { body } = await this.call('POST', `/volumes/${volume}/volume-backups`, {
      params: { name: this.name(), backupStorageUuid, ...(b % 3 === 0 ? { mode: 'full' } : {}) },
    });
    this.remember(body.inventory?.uuid, this.contentOf(volume));
  },
  async function useBackup(a, b) {
    const backup = this.pick('select uuid from volume_backups order by uuid', a);
    const found = await this.call('GET', `/volume-backups/${backup}`);
    const [its] = found.body.inventories ?? [];
    if (b % 3 === 0) {
      const { status } = await this.act('volume-backups', backup, 'revertVolumeFromVolumeBackup');
      if (status === 200) this.remember(its?.volumeUuid, this.contentOf(backup));
    } else if (b % 3 === 1) {
      const kind = b % 2 === 0 ? 'root' : 'data';
      const path = `/images/${kind}-volume-templates/from/volume-template/${backup}`;
      const backupStorageUuid = its?.backupStorageRefs[0]?.backupStorageUuid ?? this.backup(b);
      const { body } = await this.call('POST', path, {
        params: { name: this.name(), backupStorageUuid },
      });
      this.remember(body.inventory?.uuid, this.contentOf(backup));
    } else await this.call('DELETE', `/volume-backups/${backup}`);
  },
  async function copyImage(a, b, c) {
    const image = this.image(a);
    const stores =
      "select uuid from backup_storages where type = 'ImageStoreBackupStorage' order by uuid";
    const [family, action] =
      c % 2 === 0
        ? (['images', 'syncImageFromImageStoreBackupStorage'] as const)
        : (['backup-storage', 'recoveryImageFromImageStoreBackupStorage'] as const);
    const { body } = await this.act(family, image, action, {
      srcBackupStorageUuid: this.pick(stores, b),
      dstBackupStorageUuid: this.pick(stores, c),
      name: this.name(),
    });
    this.remember(body.inventory?.uuid, this.contentOf(image));
  },
  async function move(a, b, c) {
    if (c % 2 === 0) {
      await this.act('backup-storage/images', this.image(a), 'backupStorageMigrateImage', {
        srcBackupStorageUuid: this.backup(b),
        dstBackupStorageUuid: this.backup(c),
      });
      return;
    }
    if (c % 4 === 1) {
      const family = 'primary-storage/local-storage/volumes';
      await this.act(family, this.volume(a), 'localStorageMigrateVolume', {
        destHostUuid: this.pick('select uuid from hosts order by uuid', b),
      });
      return;
    }
    await this.act('primary-storage/volumes', this.volume(a), 'primaryStorageMigrateVolume', {
      dstPrimaryStorageUuid: this.primary(b),
    });
  },
  async function replicate(a, b, c) {
    if (c % 5 === 0) {
      const params = { name: this.name() };
      await this.call('POST', '/image-replication-groups', { params });
    }
    const group = this.pick('select uuid from image_replication_groups order by uuid', a);
    if (c % 7 === 0) await this.call('DELETE', `/image-replication-groups/${group}`);
    else {
      const params = { backupStorageUuids: this.backups(b, c) };
      await this.call('POST', `/image-replication-groups/${group}`, { params });
    }
  },
  async function exportVm(a, b) {
    const vmUuid = this.pick(
      "select uuid from vm_instances where state = 'Stopped' order by uuid",
      a,
    );
    const params = {
      name: this.name(),
      vmUuid: vmUuid ?? this.vm(a),
      backupStorageUuid: this.backup(b),
    };
    await this.call('POST', '/ovf/ova-packages', { params });
  },
  async function usePackage(a, b) {
    const uuid = this.pick('select uuid from image_packages order by uuid', a);
    if (b % 2 === 0) await this.call('DELETE', `/image-packages/${uuid}`);
    else {
      const updateImagePackage = { name: this.name() };
      await this.call('PUT', `/image-packages/${uuid}`, { updateImagePackage });
    }
  },
  async function vmOfDescriptor(a, b) {
    const name = this.name();
    const url = `http://x/${name}.vmdk#size=1G&actualSize=${1 + (a % 90)}M`;
    const image = this.image(a);
    const info = b % 2 === 0 ? { type: 'Download', url } : { type: 'ImageUuid', uuid: image };
    const { body } = await this.call('POST', '/ovf/create-vm-instance', {
      params: {
        xmlBase64: asBase64(ovfOf({ name })),
        jsonImageInfos: JSON.stringify([{ ovfId: 'system', ...info }]),
        backupStorageUuid: this.backup(b),
        jsonCreateVmParam: JSON.stringify({ zoneUuid: SEED.zone }),
        deleteImageAfterSuccess: b % 4 === 0,
        deleteImageOnFail: b % 3 === 0,
      },
    });
    const added = this.pick(`select uuid from images where url = '${url}'`, 0);
    this.remember(added, url);
    this.rememberRoot(body.inventory, b % 2 === 0 ? url : this.contentOf(image));
  },
  async function createGroup(a) {
    const rootVolumeUuid = this.pick(
      "select uuid from volumes where type = 'Root' order by uuid",
      a,
    );
    const { body } = await this.call('POST', '/volume-snapshots/group', {
      params: { rootVolumeUuid, name: this.name() },
    });
    for (const ref of body.inventory?.volumeSnapshotRefs ?? []) {
      this.remember(ref.volumeSnapshotUuid, this.contentOf(ref.volumeUuid));
    }
  },
  async function revertGroup(a) {
    const group = this.group(a);
    const action = 'revertVmFromSnapshotGroup';
    const { body } = await this.act('volume-snapshots/group', group, action);
    for (const { success, volumeUuid, snapshotUuid } of body.results ?? []) {
      if (success) this.remember(volumeUuid, this.contentOf(snapshotUuid));
    }
  },
  async function vmOfGroup(a, b) {
    const group = this.group(a);
    const refs = (await this.call('GET', `/volume-snapshots/group/${group}`)).body.inventories?.[0];
    const path = `/vm-instances/from/volume-snapshots/group/${group}`;
    const { body } = await this.call('POST', path, {
      params: {
        name: this.name(),
        cpuNum: 1,
        memorySize: GIB,
        zoneUuid: SEED.zone,
        strategy: b % 2 === 0 ? 'InstantStart' : 'CreateStopped',
      },
    });
    const there = byDevice(refs?.volumeSnapshotRefs).filter((ref) => ref.snapshotDeleted !== true);
    // The root volume comes first on both sides.
    for (const [i, volume] of byDevice(body.inventory?.allVolumes).entries()) {
      this.remember(volume.uuid, this.contentOf(there[i]?.volumeSnapshotUuid));
    }
  },
  async function groupImages(a, b, c) {
    const name = this.name();
    const snapshot = this.snapshot(a);
    const calls = [
      ['/images/groups/from/vm-instance', { name, vmInstanceUuid: this.vm(a) }],
      [
        `/imagegroup/from/snapshot/${snapshot}`,
        { name, dataVolumeSnapshotUuids: b % 2 === 0 ? [] : [this.snapshot(b)] },
      ],
      [
        `/imagegroup/from/image/${this.image(a)}`,
        { name, dataVolumeTemplateUuids: b % 2 === 0 ? [] : [this.image(b)] },
      ],
    ] as const;
    const [path, params] = calls[c % 3] ?? calls[0];
    const { body } = await this.call('POST', path, { params });
    for (const image of await this.imagesOf(body.inventory?.uuid)) {
      const [, source] = image.url.split('://');
      if (c % 3 < 2) this.remember(image.uuid, this.contentOf(source));
    }
    // Of one that failed, too.
    if (c % 3 === 0) for (const uuid of this.volumesOf(this.vm(a))) this.rememberTemporary(uuid);
  },
  async function expungeGroup(a) {
    const group = this.pick('select uuid from image_groups order by uuid', a);
    const { status } = await this.act('imagegroups', group, 'expungeImageGroup');
    if (status === 200) {
      expect((await this.call('GET', `/imagegroups/${group}`)).body.inventories).toEqual([]);
    }
  },
  async function cloneImage(a) {
    const image = this.image(a);
    const before = (await this.call('GET', `/images/${image}`)).body.inventories?.[0];
    const free = this.free();
    const { body } = await this.call('POST', `/image/clone/${image}`, { params: {} });
    expect(body.inventory === undefined).toBe(before?.status !== 'Ready');
    if (!body.inventory) return;
    this.remember(body.inventory.uuid, this.contentOf(image));
    expect(body.inventory.md5Sum).toBe(before.md5Sum);
    // What is still on its way to a storage comes for the image alone.
    const there = Object.entries(statusesOf(before)).filter(
      ([, status]) => status === 'Ready' || status === 'Deleted',
    );
    expect(statusesOf(body.inventory)).toEqual(Object.fromEntries(there));
    expect(this.free()).toEqual(free);
  },
  async function endGroup(a, b) {
    const group = this.group(a);
    const path =
      b % 3 === 0 ? `ungroup/${group}` : `group/${group}?scope=${b % 2 ? 'single' : 'chain'}`;
    await this.call('DELETE', `/volume-snapshots/${path}`);
  },
  async function undoSnapshot(a) {
    const snapShotUuid = this.snapshot(a);
    const { body } = await this.call('GET', `/volume-snapshots/${snapShotUuid}`);
    const volume = body.inventories?.[0]?.volumeUuid;
    await this.act('volumes', volume, 'undoSnapshotCreation', { snapShotUuid });
  },
  async function createSeveral(a, b) {
    const volumeUuids = [this.volume(a), this.volume(b)];
    const { body } = await this.call('POST', '/volumes/volume-snapshots', {
      params: { volumeUuids },
    });
    for (const { uuid, volumeUuid } of body.inventories ?? []) {
      this.remember(uuid, this.contentOf(volumeUuid));
    }
  },
  async function revert(a) {
    const snapshot = this.snapshot(a);
    const found = await this.call('GET', `/volume-snapshots/${snapshot}`);
    const { status } = await this.act('volume-snapshots', snapshot, 'revertVolumeFromSnapshot');
    if (status === 200) {
      this.remember(found.body.inventories[0]?.volumeUuid, this.contentOf(snapshot));
    }
  },
  async function write(a, b) {
    const volume = this.volume(a);
    const path = `/emulator/v1/volumes/${volume}/writes`;
    const bytes = 1 + (b % 100) * 2 ** 20;
    const { status } = await send(this.current.url, 'POST', path, { params: { bytes } });
    if (status === 200) this.remember(volume, this.name());
  },
  async function createVm(a, b, c) {
    const image = this.image(a);
    const { body } = await this.call('POST', '/vm-instances', {
      params: {
        name: this.name(),
        imageUuid: image,
        strategy: ['InstantStart', 'CreateStopped', 'JustCreate'][b % 3],
        rootDiskSize: GIB,
        cpuNum: 1,
        memorySize: GIB,
        zoneUuid: SEED.zone,
        dataDiskSizes: c % 3 === 0 ? [GIB] : [],
      },
    });
    this.rememberRoot(body.inventory, this.contentOf(image));
    // One that is only created gets its root volume when it is started for the first time.
    this.remember(body.inventory?.uuid, this.contentOf(image));
  },
  async function power(a, b) {
    const vm = this.vm(a);
    const action = b % 2 === 0 ? 'stopVmInstance' : 'startVmInstance';
    const { body } = await this.act('vm-instances', vm, action);
    if (this.isMade(vm)) this.rememberRoot(body.inventory, this.contentOf(vm));
  },
  async function destroyVm(a, b) {
    const vm = this.vm(a);
    if (b % 3 === 0) await this.call('DELETE', `/vm-instances/${vm}`);
    else if (b % 3 === 1) await this.act('vm-instances', vm, 'recoverVmInstance');
    else await this.act('vm-instances', vm, 'expungeVmInstance');
  },
  async function attachIso(a, b, c) {
    const vm = this.vm(a);
    if (c % 2 === 0) await this.call('POST', `/vm-instances/${vm}/iso/${this.image(b)}`, {});
    else await this.call('DELETE', `/vm-instances/${vm}/iso`);
  },
  async function createVolume(a, b, c) {
    const params = { name: this.name(), primaryStorageUuid: this.primary(b) };
    if (c % 3 === 0) {
      await this.call('POST', '/volumes/data', { params: { ...params, diskSize: GIB } });
    } else if (c % 3 === 1) {
      const snapshot = this.snapshot(a);
      const path = `/volumes/data/from/volume-snapshots/${snapshot}`;
      const { body } = await this.call('POST', path, { params });
      this.remember(body.inventory?.uuid, this.contentOf(snapshot));
    } else {
      const image = this.image(a);
      const path = `/volumes/data/from/data-volume-templates/${image}`;
      const { body } = await this.call('POST', path, { params });
      this.remember(body.inventory?.uuid, this.contentOf(image));
    }
  },
  async function attachVolume(a, b, c) {
    const volume = this.volume(a);
    if (c % 2 === 0) {
      await this.call('POST', `/volumes/${volume}/vm-instances/${this.vm(b)}`, { params: {} });
    } else await this.call('DELETE', `/volumes/${volume}/vm-instances`);
  },
  async function reimage(a) {
    const { body } = await this.act('vm-instances', this.vm(a), 'reimageVmInstance');
    const root = rootOf(body.inventory);
    if (root) this.remember(root.uuid, this.contentOf(root.rootImageUuid));
  },
  async function changeVmImage(a, b) {
    const imageUuid = this.image(b);
    const { body } = await this.act('vm-instances', this.vm(a), 'changeVmImage', { imageUuid });
    this.remember(rootOf(body.inventory)?.uuid, this.contentOf(imageUuid));
  },
  async function flatten(a, b) {
    if (b % 2 === 0) await this.act('volumes', this.volume(a), 'flattenVolume');
    else await this.act('vm-instances', this.vm(a), 'flattenVmInstance');
  },
  async function bootVolume(a) {
    const volumeUuid = this.volume(a);
    const { body } = await this.call('GET', `/volumes/${volumeUuid}`);
    const vm = body.inventories?.[0]?.vmInstanceUuid ?? this.vm(a);
    const { status } = await this.act('vm-instances', vm, 'setVmBootVolume', { volumeUuid });
    // It is not the disk that its VM was made with.
    if (status === 200) this.remember(volumeUuid, this.contentOf(volumeUuid));
  },
  async function vmOfSource(a, b, c) {
    const isStarted = b % 2 === 0;
    const params = {
      name: this.name(),
      cpuNum: 1,
      memorySize: GIB,
      zoneUuid: SEED.zone,
      strategy: isStarted ? 'InstantStart' : 'CreateStopped',
    };
    if (c % 2 === 0) {
      const volumeUuid = this.volume(a);
      await this.call('POST', '/vm-instances/from/volume', { params: { ...params, volumeUuid } });
      return;
    }
    const snapshot = this.snapshot(a);
    const path = `/vm-instances/from/volume-snapshots/${snapshot}`;
    const { body } = await this.call('POST', path, { params });
    this.remember(rootOf(body.inventory)?.uuid, this.contentOf(snapshot));
  },
  async function deleteVolume(a, b) {
    const volume = this.volume(a);
    if (b % 3 === 0) await this.call('DELETE', `/volumes/${volume}`);
    else await this.act('volumes', volume, b % 3 === 1 ? 'recoverDataVolume' : 'expungeDataVolume');
  },
  async function storageState(a, b) {
    const stateEvent = b % 3 === 0 ? 'disable' : 'enable';
    await this.act('backup-storage', this.backup(a), 'changeBackupStorageState', { stateEvent });
  },
  async function storageAgent(a, b) {
    const path = `/emulator/v1/backup-storage/${this.backup(a)}/agent`;
    await send(this.current.url, 'PUT', path, { params: { reachable: b % 3 !== 0 } });
    if (b % 2 === 0) {
      await this.act('backup-storage', this.backup(a), 'reconnectBackupStorage');
    }
  },
  async function storages(a, b, c) {
    if (c % 4 === 0) await this.call('DELETE', `/backup-storage/${this.backup(a)}`);
    else if (c % 4 === 1) await this.call('DELETE', `/primary-storage/${this.primary(a)}`);
    else {
      const name = this.name();
      const params = { name, hostname: `${name}.example`, username: 'root', password: 'x' };
      const { body } = await this.call('POST', '/backup-storage/image-store', {
        params: { ...params, url: '/bs' },
      });
      await this.call('POST', `/zones/${SEED.zone}/backup-storage/${body.inventory?.uuid}`, {});
      if (b % 2 === 0) {
        await this.call('POST', '/primary-storage/local-storage', {
          params: { name, url: '/ps', zoneUuid: SEED.zone },
        });
      }
    }
  },
  async function cleanUp(a, b) {
    const storage = this.primary(a);
    await this.act('primary-storage', storage, 'cleanUpImageCacheOnPrimaryStorage', {
      force: b % 2 === 0,
    });
    await this.call('PUT', `/primary-storage/${storage}/trash/actions`, {
      cleanUpTrashOnPrimaryStorage: {},
    });
  },
  async function policies(a, b) {
    const entry = ['image', 'volume', 'vm'][a % 3];
    const value = ['Delay', 'Delay', 'Direct', 'Never'][b % 4];
    await this.call('PUT', `/global-configurations/${entry}/deletionPolicy/actions`, {
      updateGlobalConfig: { value },
    });
  },
  async function time(a, b) {
    await this.clock(b % 8 === 0 ? (a % 100) * 3_600_000 : (a % 120) * 1000);
  },
  async function restart(_a, b) {
    if (b % 4 === 0) await this.reopen();
  },
];

/** How many kinds of steps there are. */
export const OPERATION_KINDS = OPERATIONS.length;
/** Their names, for who leaves some out. */
export const OPERATION_NAMES: readonly string[] = OPERATIONS.map(({ name }) => name);

function send(base: string, method: string, path: string, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `OAuth ${ADMIN_SESSION}`,
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    };
    const call = request(`${base}${path}`, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = text.startsWith('{');
        resolve({ status: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : text });
      });
    });
    call.on('error', reject);
    call.end(body ? JSON.stringify(body) : undefined);
  });
}
