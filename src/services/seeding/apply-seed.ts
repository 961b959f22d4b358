import { Chance } from '../../core/chance.js';
import { uuidFromName } from '../../core/uuid.js';
import { ADMIN_ACCOUNT_UUID } from '../../domain/account/account.js';
import { clientPasswordDigest, hashPassword } from '../../domain/account/password.js';
import { artifactMd5 } from '../../domain/artifact/artifact.js';
import { templateInstallPath } from '../../domain/backup-storage/install-path.js';
import type { ImageStatus } from '../../domain/image/image.js';
import { giveDefaultQuotas } from '../accounts/quotas.js';
import { scheduleExpunge as scheduleImageExpunge } from '../delete-image/expunge-deleted-images.js';
import { scheduleExpunge as scheduleVmExpunge } from '../vm-instances/destroy-vm.js';
import { scheduleExpunge as scheduleVolumeExpunge } from '../volumes/delete-volume.js';
import { writeTags } from '../write-tags.js';
import type { World } from '../world.js';
import { InvalidSeed } from './invalid-seed.js';
import type { Seed } from './seed-schema.js';

// Far enough for any test: the year 9999. Sessions of a seed never end.
const NEVER = Date.UTC(9999, 11, 31);

/** The password of the admin account where a seed names no other, as in a new installation. */
const ADMIN_PASSWORD = 'password';

type Named = { readonly name: string; readonly uuid?: string | undefined };

/**
 * Fills an empty world; belongs into one transaction. The same seed gives the same uuids in an environment
 * of the same name, on every machine.
 * @throws {InvalidSeed} for a reference to nothing, or capacities that contradict each other
 */
export function applySeed(world: World, seed: Seed, environment: string): void {
  const steps = seeding(world, seed, environment);
  while (!steps.next().done);
}

/** As {@link applySeed}, step by step: pauses about every 1,000 resources and tells how many are done. */
export function* seeding(
  world: World,
  seed: Seed,
  environment: string,
): Generator<{ readonly done: number; readonly total: number }, void> {
  if (seed.chance !== undefined) world.chance.restore(Chance.fromSeed(seed.chance).state);
  yield { done: 0, total: seed.images.length };
  new Seeding(world, seed, environment).apply();
}

class Seeding {
  readonly #world: World;
  readonly #seed: Seed;
  readonly #environment: string;
  readonly #now: number;

  constructor(world: World, seed: Seed, environment: string) {
    this.#world = world;
    this.#seed = seed;
    this.#environment = environment;
    this.#now = world.clock.now();
  }

  apply(): void {
    this.#accounts();
    this.#zones();
    this.#primaryStorages();
    this.#backupStorages();
    this.#vmInstances();
    this.#volumes();
    this.#images();
    for (const { content, ...hint } of this.#seed.urls) {
      this.#world.repositories.urlHints.insert({ ...hint, contentId: content });
    }
    this.#scheduleExpunges();
  }

  /** What the seed deleted is expunged when its time comes, as if it had been deleted now. */
  #scheduleExpunges(): void {
    const { images, volumes, vmInstances } = this.#world.repositories;
    if (images.hasDeletedRefs()) scheduleImageExpunge(this.#world, this.#now);
    if (volumes.hasDeleted()) scheduleVolumeExpunge(this.#world, this.#now);
    if (vmInstances.listByStates(['Destroyed']).length > 0) {
      scheduleVmExpunge(this.#world, this.#now);
    }
  }

  #accounts(): void {
    const { accounts, sessions } = this.#world.repositories;
    const given = this.#seed.accounts;
    const admin = {
      name: 'admin',
      uuid: ADMIN_ACCOUNT_UUID,
      description: null,
      type: 'SystemAdmin' as const,
      password: ADMIN_PASSWORD,
    };
    const all = given.some(({ name }) => name === 'admin') ? given : [admin, ...given];
    for (const account of all) {
      const inserted = {
        uuid: this.#uuid('account', account),
        name: account.name,
        description: account.description,
        type: account.name === 'admin' ? ('SystemAdmin' as const) : account.type,
        passwordHash: hashPassword(
          clientPasswordDigest(account.password),
          this.#world.chance.uuid(),
        ),
        ...this.#dates(),
      };
      accounts.insert(inserted);
      giveDefaultQuotas(this.#world, inserted, this.#now);
    }
    for (const { uuid, account } of this.#seed.sessions) {
      const accountUuid = this.#find('account', all, account);
      sessions.insert({
        uuid,
        accountUuid,
        userUuid: accountUuid,
        userType: accounts.find(accountUuid)?.type ?? 'Normal',
        expiredDate: NEVER,
        isPermanent: true,
        createDate: this.#now,
      });
    }
  }

  #zones(): void {
    for (const zone of this.#seed.zones) {
      this.#world.repositories.zones.insert({
        uuid: this.#uuid('zone', zone),
        name: zone.name,
        description: zone.description,
        state: zone.state,
        type: 'zstack',
        isDefault: zone.isDefault,
        ...this.#dates(),
      });
    }
  }

  #primaryStorages(): void {
    const volumes = [
      ...this.#seed.volumes,
      ...this.#seed.vmInstances.map(({ rootVolume }) => rootVolume),
    ];
    for (const storage of this.#seed.primaryStorages) {
      const here = volumes.filter(({ primaryStorage }) => primaryStorage === storage.name);
      const { totalCapacity: total, systemUsedCapacity: used } = storage;
      const available = total - used - sum(here.map(({ size }) => size));
      const physical = total - used - sum(here.map(({ actualSize }) => actualSize));
      refuseNegative('primary storage', storage.name, available);
      refuseNegative('primary storage', storage.name, physical);
      this.#world.repositories.primaryStorages.insert(
        {
          uuid: this.#uuid('primary-storage', storage),
          zoneUuid: this.#zoneUuid(storage.zone),
          name: storage.name,
          url: storage.url,
          description: storage.description,
          type: storage.type,
          state: storage.state,
          status: storage.status,
          mountPath: storage.mountPath,
          fsid: storage.fsid,
          totalCapacity: total,
          availableCapacity: available,
          totalPhysicalCapacity: total,
          availablePhysicalCapacity: physical,
          systemUsedCapacity: used,
          monUrls: null,
          isReachable: storage.status !== 'Disconnected',
          ...this.#dates(),
        },
        storage.clusterUuids,
      );
    }
  }

  #backupStorages(): void {
    const { backupStorages } = this.#world.repositories;
    for (const storage of this.#seed.backupStorages) {
      const images = this.#seed.images.filter((image) =>
        image.backupStorages.some(({ name }) => name === storage.name),
      );
      const { totalCapacity: total, systemUsedCapacity: used } = storage;
      const trashed = sum(storage.trash.map(({ size }) => size));
      const available = total - used - trashed - sum(images.map(({ actualSize }) => actualSize));
      refuseNegative('backup storage', storage.name, available);
      const uuid = this.#uuid('backup-storage', storage);
      backupStorages.insert({
        uuid,
        name: storage.name,
        url: storage.url,
        description: storage.description,
        type: storage.type,
        state: storage.state,
        status: storage.status,
        totalCapacity: total,
        availableCapacity: available,
        systemUsedCapacity: used,
        hostname: storage.hostname,
        username: storage.username,
        sshPort: storage.sshPort,
        fsid: storage.fsid,
        poolName: storage.poolName,
        monUrls: null,
        isReachable: storage.status !== 'Disconnected',
        bandwidthBytesPerSecond: storage.bandwidth,
        latencyMilliseconds: storage.latency,
        ...this.#dates(),
      });
      for (const item of storage.trash) {
        this.#world.repositories.trash.insert({
          resourceUuid: item.imageUuid,
          resourceType: 'ImageVO',
          storageUuid: uuid,
          storageType: 'BackupStorage',
          installPath: item.installPath,
          isFolder: false,
          hypervisorType: null,
          size: item.size,
          trashType: 'MigrateImage',
          createDate: this.#now,
        });
      }
      for (const zone of storage.zones) backupStorages.attachToZone(uuid, this.#zoneUuid(zone));
    }
  }

  #vmInstances(): void {
    const { vmInstances, volumes, accounts } = this.#world.repositories;
    for (const vm of this.#seed.vmInstances) {
      const uuid = this.#uuid('vm-instance', vm);
      const ownerUuid = this.#accountUuid(vm.account);
      const imageUuid = vm.image === null ? null : this.#find('image', this.#seed.images, vm.image);
      vmInstances.insert({
        uuid,
        name: vm.name,
        description: vm.description,
        zoneUuid: this.#zoneUuid(vm.zone),
        clusterUuid: vm.clusterUuid,
        imageUuid,
        hostUuid: vm.state === 'Running' || vm.state === 'Paused' ? vm.hostUuid : null,
        lastHostUuid: vm.hostUuid,
        instanceOfferingUuid: null,
        platform: vm.platform,
        architecture: vm.architecture,
        guestOsType: vm.guestOsType,
        virtio: vm.virtio,
        type: 'UserVm',
        hypervisorType: 'KVM',
        memorySize: vm.memory,
        cpuNum: vm.cpuNum,
        state: vm.state,
        ...this.#dates(),
      });
      accounts.own(ownerUuid, uuid, 'VmInstanceVO');
      writeTags(this.#world, 'VmInstanceVO', uuid, vm.systemTags, vm.userTags, this.#now);
      const root = vm.rootVolume;
      const rootUuid = this.#uuid('volume', root);
      volumes.insert({
        ...this.#volume(root, rootUuid),
        vmInstanceUuid: uuid,
        rootImageUuid: imageUuid,
        type: 'Root',
        deviceId: 0,
        isShareable: false,
      });
      accounts.own(ownerUuid, rootUuid, 'VolumeVO');
    }
  }

  #volumes(): void {
    const { volumes, accounts } = this.#world.repositories;
    const devices = new Map<string, number>();
    for (const volume of this.#seed.volumes) {
      const uuid = this.#uuid('volume', volume);
      const vm = volume.vmInstance;
      const deviceId = vm === null ? null : (devices.get(vm) ?? 0) + 1;
      if (vm !== null && deviceId !== null) devices.set(vm, deviceId);
      volumes.insert({
        ...this.#volume(volume, uuid),
        vmInstanceUuid: vm === null ? null : this.#find('vm-instance', this.#seed.vmInstances, vm),
        rootImageUuid: null,
        type: volume.type,
        deviceId,
        isShareable: volume.isShareable,
      });
      accounts.own(this.#accountUuid(volume.account), uuid, 'VolumeVO');
    }
  }

  #volume(volume: Seed['vmInstances'][number]['rootVolume'], uuid: string) {
    const storage = this.#seed.primaryStorages.find(({ name }) => name === volume.primaryStorage);
    const primaryStorageUuid =
      volume.primaryStorage === null
        ? null
        : this.#find('primary-storage', this.#seed.primaryStorages, volume.primaryStorage);
    const root = storage?.type === 'Ceph' ? 'ceph://' : `${storage?.url ?? ''}/volumes/`;
    return {
      uuid,
      name: volume.name,
      description: volume.description,
      primaryStorageUuid,
      diskOfferingUuid: null,
      installPath: primaryStorageUuid === null ? null : `${root}${uuid}.${volume.format}`,
      format: volume.format,
      size: volume.size,
      actualSize: volume.actualSize,
      state: volume.state,
      status: volume.status,
      contentId: volume.content ?? volume.name,
      layerSize: volume.actualSize,
      lastDetachDate: null,
      lastVmInstanceUuid: null,
      lastAttachDate: null,
      ...this.#dates(),
    };
  }

  #images(): void {
    const { images, accounts } = this.#world.repositories;
    for (const image of this.#seed.images) {
      const uuid = this.#uuid('image', image);
      const ownerUuid = this.#accountUuid(image.account);
      const hasBits = image.status === 'Ready' || image.status === 'Deleted';
      const contentId = hasBits ? (image.content ?? image.name) : null;
      const { format, size } = image;
      images.insert({
        uuid,
        name: image.name,
        description: image.description,
        state: image.state,
        status: image.status,
        size,
        actualSize: image.actualSize,
        md5Sum: contentId === null ? null : artifactMd5({ contentId, format, size }),
        url: image.url,
        mediaType: image.mediaType,
        guestOsType: image.guestOsType,
        type: 'zstack',
        platform: image.platform,
        architecture: image.architecture,
        format,
        system: image.system,
        virtio: image.virtio,
        contentId,
        ...this.#dates(),
      });
      accounts.own(ownerUuid, uuid, 'ImageVO');
      writeTags(this.#world, 'ImageVO', uuid, image.systemTags, image.userTags, this.#now);
      for (const ref of image.backupStorages) {
        this.#ref({ ...image, uuid, ownerUuid }, ref.name, ref.status ?? image.status);
      }
    }
  }

  #ref(
    image: Seed['images'][number] & { uuid: string; ownerUuid: string },
    storageName: string,
    status: ImageStatus,
  ): void {
    const storage = this.#seed.backupStorages.find(({ name }) => name === storageName);
    const backupStorageUuid = this.#find('backup-storage', this.#seed.backupStorages, storageName);
    const hasBits = status === 'Ready' || status === 'Deleted';
    this.#world.repositories.images.insertRef({
      imageUuid: image.uuid,
      backupStorageUuid,
      installPath:
        storage && hasBits
          ? templateInstallPath({ ...storage, uuid: backupStorageUuid }, image)
          : '',
      status,
      exportUrl: null,
      exportMd5Sum: null,
      takenBytes: image.actualSize,
      exportBytes: 0,
      exportFormat: null,
      ...this.#dates(),
    });
  }

  #zoneUuid = (name: string) => this.#find('zone', this.#seed.zones, name);

  #accountUuid(name: string): string {
    return name === 'admin' ? ADMIN_ACCOUNT_UUID : this.#find('account', this.#seed.accounts, name);
  }

  #dates() {
    return { createDate: this.#now, lastOpDate: this.#now };
  }

  #uuid(kind: string, { name, uuid }: Named): string {
    if (kind === 'account' && name === 'admin') return ADMIN_ACCOUNT_UUID;
    return uuid ?? uuidFromName(`${this.#environment}/${kind}/${name}`);
  }

  #find(kind: string, among: readonly Named[], name: string): string {
    const found = among.find((candidate) => candidate.name === name);
    if (!found) throw new InvalidSeed([`no ${kind} of the seed is called '${name}'`]);
    return this.#uuid(kind, found);
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function refuseNegative(kind: string, name: string, available: number): void {
  if (available >= 0) return;
  throw new InvalidSeed([
    `the ${kind} '${name}' is too small: what the seed puts on it exceeds its totalCapacity by ${-available} bytes`,
  ]);
}
