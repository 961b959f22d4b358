import type { FaultResourceType } from '../../domain/fault/fault.js';
import type { World } from '../../domain/world.js';

/** What a uuid names. */
export interface NamedResource {
  readonly type: FaultResourceType;
  readonly name: string;
  readonly state: string | null;
  readonly status: string | null;
  readonly createDate: number;
}

/** The resource of this uuid, whatever its kind is, or undefined. */
export function resourceOf({ repositories }: World, uuid: string): NamedResource | undefined {
  const kinds = [
    ['Image', repositories.images],
    ['ImagePackage', repositories.imagePackages],
    ['BackupStorage', repositories.backupStorages],
    ['PrimaryStorage', repositories.primaryStorages],
    ['Volume', repositories.volumes],
    ['VolumeSnapshot', repositories.volumeSnapshots],
    ['VolumeSnapshotGroup', repositories.volumeSnapshotGroups],
    ['VolumeBackup', repositories.volumeBackups],
    ['ImageGroup', repositories.imageGroups],
    ['VmInstance', repositories.vmInstances],
    ['Zone', repositories.zones],
  ] as const;
  for (const [type, kind] of kinds) {
    const row = kind.find(uuid);
    if (!row) continue;
    const state = 'state' in row ? row.state : null;
    const status = 'status' in row ? row.status : null;
    return { type, name: row.name, state, status, createDate: row.createDate };
  }
  return undefined;
}
