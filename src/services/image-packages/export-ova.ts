import { apiError } from '../../core/api-error.js';
import {
  imagePackageStateMachine,
  OVA_FORMAT,
  type ImagePackage,
} from '../../domain/image-package/image-package.js';
import { makePackageAddress } from '../../domain/image-package/package-address.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { copyingTime } from '../../jobs/work-time.js';
import { backupStorageOf, imagePackageOf, newUuid, vmOf } from '../resources/lookup.js';
import { takeFromBackupStorage } from '../storages/capacity.js';
import { reservedCapacity } from '../storages/reserved-capacity.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';
import { checkConnected, release } from '../volume-backups/backup-storage.js';
import { removePackage } from './delete-package.js';
import { descriptorOf, type NamedDisk } from './describe-vm.js';
import {
  diskArtifact,
  fileBase,
  formatInPackage,
  packageArtifact,
  sumOf,
} from './package-bytes.js';

/** A checked call of ExportVmOvaPackage; kept as the flow's context. */
export interface ExportOvaRequest extends NewTags {
  /** Null: as the VM is called. */
  readonly name: string | null;
  readonly description: string | null;
  readonly vmUuid: string;
  readonly backupStorageUuid: string;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
  /** Address of the emulator's own API, where the file will be. */
  readonly controlUrl: string;
}

interface ExportOvaContext {
  readonly request: ExportOvaRequest;
  packageUuid?: string;
}

type Run = StepRun<ExportOvaContext>;

/** What was summed: each disk, and the whole file. */
interface Sums {
  readonly sha256: readonly string[];
  readonly md5: string;
}

/**
 * What must hold before a VM is exported: it stands still, has no package, and the storage is an image store.
 * @throws SYS.1007, in the order of the real system's texts
 */
export function checkExport(world: World, vmUuid: string, backupStorageUuid: string): void {
  const { imagePackages, backupStorages, vmInstances } = world.repositories;
  const present = imagePackages.findByVm(vmUuid);
  if (present) {
    throw apiError(
      'SYS.1007',
      `Vm[uuid: ${vmUuid}] is already exported as the ova package[uuid: ${present.uuid}], please delete the package and try again.`,
    );
  }
  if (backupStorages.find(backupStorageUuid)?.type !== 'ImageStoreBackupStorage') {
    throw apiError(
      'SYS.1007',
      `Export vm requires an ImageStore backup storage, but given backupStorageUuid: ${backupStorageUuid} is not an ImageStore backup storage.`,
    );
  }
  const vm = vmInstances.find(vmUuid);
  if (!vm) {
    throw apiError('SYS.1007', `Not found the vm to be exported with the uuid: ${vmUuid}`);
  }
  if (vm.state !== 'Stopped') {
    throw apiError('SYS.1007', 'Only vm in state: Stopped can be exported.');
  }
}

/** Writes a VM with all of its disks to an image store, as one file that can be downloaded. */
export const exportOvaFlow: Flow<ExportOvaContext> = {
  name: 'export-vm-ova-package',
  firstStep: 'create-image-package',
  isPlain: true,
  stepsThatTakeBytes: ['create-image-package', 'export-volumes', 'make-ova-package'],
  steps: {
    'create-image-package': begin,
    'export-volumes': exportVolumes,
    'make-ova-package': finish,
  },
  errands: {
    'sum-files': {
      goesOnWith: 'make-ova-package',
      run: ({ world, context }) => sumFiles(world, context.packageUuid ?? ''),
    },
  },
  rollback({ world, context, job }) {
    release(world, job.uuid, context.request.backupStorageUuid);
    const made = world.repositories.imagePackages.find(context.packageUuid ?? '');
    if (made) removePackage(world, made);
  },
};

function begin(run: Run): void {
  const { world, context, now, job, schedule } = run;
  const { request } = context;
  const { vmUuid, backupStorageUuid, ownerUuid } = request;
  checkExport(world, vmUuid, backupStorageUuid);
  const storage = backupStorageOf(world, backupStorageUuid);
  checkConnected(storage);
  const vm = vmOf(world, vmUuid);
  const volumes = packedVolumesOf(world, vm.uuid);
  const size = volumes.reduce((all, { actualSize }) => all + actualSize, 0);
  const room = storage.availableCapacity - reservedCapacity(world, backupStorageUuid);
  if (room < size || !takeFromBackupStorage(world, backupStorageUuid, size)) {
    throw apiError(
      'SYS.1006',
      `backup storage[uuid: ${backupStorageUuid}] does not have enough available capacity for exporting vm[uuid: ${vmUuid}], required capacity is: ${size}`,
    );
  }
  world.repositories.backupStorages.insertReservation(job.uuid, backupStorageUuid, size);
  const uuid = newUuid(world, request.resourceUuid);
  const name = request.name ?? vm.name;
  insertPackage(world, { ...request, uuid, name, now }, vm, vm.uuid, volumes);
  world.repositories.accounts.own(ownerUuid, uuid, 'ImagePackageVO');
  writeTags(world, 'ImagePackageVO', uuid, request, now);
  context.packageUuid = uuid;
  schedule('export-volumes', null, copyingTime(world, 'export', [uuid, vmUuid], storage, size));
}

/** What a VM has that is exported, the root volume first; what others share with it stays. */
export function packedVolumesOf({ repositories }: World, vmUuid: string): Volume[] {
  const volumes = repositories.volumes
    .listByVm(vmUuid)
    .filter(({ status, isShareable }) => status === 'Ready' && !isShareable);
  const place = ({ type, deviceId }: Volume) => (type === 'Root' ? -1 : (deviceId ?? 0));
  return volumes.toSorted((one, other) => place(one) - place(other));
}

/** What of a volume a package keeps. */
export type PackedVolume = Pick<Volume, 'name' | 'contentId' | 'format' | 'size' | 'actualSize'>;

/** Writes down a package that is exported, its disks as they are now. */
export function insertPackage(
  world: World,
  made: {
    readonly uuid: string;
    readonly name: string;
    readonly description: string | null;
    readonly backupStorageUuid: string;
    readonly now: number;
  },
  vm: Parameters<typeof descriptorOf>[2],
  vmUuid: string | null,
  volumes: readonly PackedVolume[],
): void {
  const { imagePackages } = world.repositories;
  const { uuid, name, description, backupStorageUuid, now } = made;
  const base = fileBase(vm.name);
  const disks = volumes.map((volume, diskIndex): NamedDisk => {
    const { contentId, size: virtualSize, actualSize } = volume;
    const volumeFormat = volume.format ?? 'qcow2';
    const format = formatInPackage(world, contentId, volumeFormat, virtualSize);
    return {
      imagePackageUuid: uuid,
      diskIndex,
      name: volume.name,
      fileName: `${base}-disk${diskIndex + 1}.${format}`,
      contentId,
      volumeFormat,
      format,
      virtualSize,
      actualSize,
      sha256: null,
    };
  });
  imagePackages.insert({
    uuid,
    name,
    description,
    vmUuid,
    backupStorageUuid,
    state: 'Exporting',
    exportUrl: null,
    md5Sum: null,
    format: null,
    size: null,
    ovf: descriptorOf(world, vmUuid, vm, disks),
    createDate: now,
    lastOpDate: now,
  });
  for (const { name: _, ...disk } of disks) imagePackages.insertDisk(disk);
}

function exportVolumes(run: Run): void {
  const { world, context, schedule } = run;
  imagePackageOf(world, context.packageUuid ?? '');
  checkConnected(backupStorageOf(world, context.request.backupStorageUuid));
  if (run.isOutOfRoom) throw apiError('SYS.1006', 'no space left on device');
  schedule('sum-files');
}

async function sumFiles(world: World, packageUuid: string): Promise<Sums> {
  const { imagePackages } = world.repositories;
  const image = imagePackageOf(world, packageUuid);
  const disks = imagePackages.listDisks(packageUuid);
  const sha256: string[] = [];
  for (const disk of disks) sha256.push(await sumOf('sha256', diskArtifact(world, disk)));
  const summed = disks.map((disk, i) => ({ ...disk, sha256: sha256[i] ?? null }));
  return { sha256, md5: await sumOf('md5', packageArtifact(world, image, summed)) };
}

function finish(run: Run): void {
  const { world, context, now, job, report, succeed } = run;
  const { backupStorageUuid, controlUrl } = context.request;
  const image = imagePackageOf(world, context.packageUuid ?? '');
  if (report && 'error' in report) throw apiError('SYS.1006', report.error.details);
  checkConnected(backupStorageOf(world, backupStorageUuid));
  if (run.isOutOfRoom) throw apiError('SYS.1006', 'no space left on device');
  release(world, job.uuid, backupStorageUuid);
  const url = makePackageAddress(controlUrl, world.keys, image);
  const size = becomeExported(world, image, report?.value as Sums, url, now);
  takeFromBackupStorage(world, backupStorageUuid, size);
  succeed({ packageUuid: image.uuid });
}

/** The file is there, with its address and its sums. Answers the bytes that it takes. */
export function becomeExported(
  world: World,
  image: ImagePackage,
  sums: Sums,
  exportUrl: string,
  now: number,
): number {
  const { imagePackages } = world.repositories;
  const disks = imagePackages.listDisks(image.uuid);
  const size = disks.reduce((all, { actualSize }) => all + actualSize, 0);
  for (const disk of disks) imagePackages.keepSum(disk, sums.sha256[disk.diskIndex] ?? '');
  imagePackages.update(
    image,
    {
      state: imagePackageStateMachine.next(image.state, 'exported'),
      exportUrl,
      md5Sum: sums.md5,
      format: OVA_FORMAT,
      size,
    },
    now,
  );
  return size;
}
