import { apiError, toErrorCode } from '../../core/api-error.js';
import type { World } from '../../domain/world.js';
import { VIRTIO } from '../../domain/tag/vm-tags.js';
import { checkDataVolume, checkReachable } from '../volumes/attach-checks.js';
import type { NewVm } from './check-new-vm.js';

/** A disk of a new VM that is told by itself (`diskAOs`). Sizes are bytes; a size of 0 is none. */
export interface DiskAO {
  readonly boot: boolean;
  readonly name: string | null;
  readonly platform: string | null;
  readonly guestOsType: string | null;
  readonly architecture: string | null;
  readonly primaryStorageUuid: string | null;
  readonly size: number;
  readonly templateUuid: string | null;
  readonly diskOfferingUuid: string | null;
  readonly sourceType: string | null;
  readonly sourceUuid: string | null;
  readonly systemTags: readonly string[] | null;
}

/** What a data disk is made of: one of these, and no other. In the order of the real system's map. */
const SOURCES = ['diskOfferingUuid', 'size', 'sourceUuid', 'templateUuid'] as const;
const TEXTS = [
  'name',
  'platform',
  'guestOsType',
  'architecture',
  'primaryStorageUuid',
  'templateUuid',
  'diskOfferingUuid',
  'sourceType',
  'sourceUuid',
] as const;

const wrong = (details: string) => apiError('SYS.1007', details);
const refused = (details: string) => apiError('SYS.1006', details);

/**
 * The disks of a call, read as leniently as Gson reads them.
 * @throws SYS.1007 for a size that is no whole number
 */
export const diskAOsOf = (given: readonly Readonly<Record<string, unknown>>[]): DiskAO[] =>
  given.map((disk) => ({
    ...(Object.fromEntries(TEXTS.map((key) => [key, textOf(disk[key])])) as Record<
      (typeof TEXTS)[number],
      string | null
    >),
    boot: String(disk['boot']).toLowerCase() === 'true',
    size: sizeOf(disk['size'] ?? 0),
    systemTags: Array.isArray(disk['systemTags']) ? disk['systemTags'].map(String) : null,
  }));

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;

function sizeOf(value: unknown): number {
  const size = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof size === 'number' && Number.isSafeInteger(size)) return size;
  throw wrong(`size of a disk must be a number of bytes, but was ${JSON.stringify(value)}`);
}

const isVolume = ({ sourceType }: DiskAO) => sourceType === 'VolumeVO';

/** The volumes that become disks of the new VM. */
export const volumesOf = (disks: readonly DiskAO[]): string[] =>
  disks.filter(isVolume).flatMap(({ sourceUuid }) => sourceUuid ?? []);

/**
 * What the volumes among the disks must be; looked at before anything else of the call. The real system passes over
 * those that are not there, and breaks when it is to attach them.
 * @throws SYS.1006, or SYS.1007 with the errors of all volumes
 */
export function checkDiskVolumes(
  { repositories }: World,
  { hostUuid, clusterUuid }: Pick<NewVm, 'hostUuid' | 'clusterUuid'>,
  disks: readonly DiskAO[],
): void {
  const uuids = volumesOf(disks);
  const twice = [...new Set(uuids.filter((uuid, i) => uuids.indexOf(uuid) !== i))];
  if (twice.length > 0) throw refused(`duplicate volume uuids: [${twice.join(', ')}]`);
  const host = hostUuid === null ? undefined : repositories.hosts.find(hostUuid);
  const cluster = host?.clusterUuid ?? clusterUuid;
  const errors = uuids.flatMap((uuid) => {
    const volume = repositories.volumes.find(uuid);
    if (!volume) return [];
    try {
      checkDataVolume(volume, cluster === null ? null : 'KVM');
      checkReachable(repositories, volume, cluster === null ? [] : [cluster]);
      return [];
    } catch (error) {
      const { code, description, details } = toErrorCode(error);
      return [JSON.stringify({ code, description, details })];
    }
  });
  if (errors.length > 0) throw wrong(`[${errors.join(', ')}]`);
}

/**
 * What a call tells of its VM, with what its boot disk tells in its place; the call itself where it tells no disks.
 * @throws SYS.1007 where none is the boot disk
 */
export function withBootDisk<
  T extends {
    readonly platform: string | null;
    readonly guestOsType: string | null;
    readonly architecture: string | null;
    readonly virtio: boolean | null;
  },
>(call: T, disks: readonly DiskAO[]): T {
  if (disks.length === 0) return call;
  const boot = disks.find((disk) => disk.boot);
  if (!boot) throw wrong('missing root disk');
  const { platform, guestOsType, architecture, systemTags } = boot;
  const virtio =
    (systemTags ?? []).length === 0 ? false : systemTags?.includes(VIRTIO) ? true : call.virtio;
  return { ...call, platform, guestOsType, architecture, virtio };
}

/**
 * What the data disks must be.
 * @throws SYS.1006
 */
export function checkDataDisks(disks: readonly DiskAO[]): void {
  for (const disk of disks.filter(({ boot }) => !boot)) {
    const given = SOURCES.filter((key) => (key === 'size' ? disk.size > 0 : disk[key] !== null));
    if (given.length > 1) {
      const named = given.map((key) => `${key}, `).join('');
      throw refused(`Cannot set the following properties at the same time: ${named}`);
    }
    if (given.length === 0) {
      throw refused(
        `Need to set one of the following properties, and can only be one of them: ${SOURCES.join(', ')}`,
      );
    }
  }
}
