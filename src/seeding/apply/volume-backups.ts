import { formatOf } from '../../domain/volume/volume.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

export function fillVolumeBackup(filling: Filling, made: Made<EntryOf<'volumeBackups'>>): void {
  const { volumeBackups, volumes } = filling.world.repositories;
  const uuid = filling.uuidOf('volume-backup', made);
  const volumeUuid = filling.findLoosely('volume', made.volume);
  const stores = [
    ...new Set(made.backupStorages.map((name) => filling.find('backup-storage', name))),
  ];
  const dates = filling.datesOf(made);
  if (!filling.isSound) return;
  const volume = volumes.find(volumeUuid);
  const { name, description, state, mode, size, metadata, vmInstance } = made;
  volumeBackups.insert({
    uuid,
    name,
    description,
    volumeUuid,
    vmInstanceUuid:
      vmInstance === undefined
        ? (volume?.vmInstanceUuid ?? null)
        : vmInstance && filling.findLoosely('vm-instance', vmInstance),
    type: made.type ?? volume?.type ?? 'Data',
    state,
    status: 'Ready',
    mode,
    size,
    metadata,
    groupUuid: null,
    contentId: made.content ?? made.key ?? name,
    format: made.format ?? (volume ? formatOf(volume) : 'qcow2'),
    virtualSize: made.virtualSize ?? volume?.size ?? size,
    actualSize: made.actualSize ?? size,
    ...dates,
  });
  own(filling, 'VolumeBackupVO', uuid, made, dates.createDate);
  tag(filling, 'VolumeBackupVO', uuid, made, dates.createDate);
  for (const backupStorageUuid of stores) {
    const storage = filling.backupStorages.get(backupStorageUuid);
    if (storage?.type !== 'ImageStoreBackupStorage') {
      throw new Refused(
        `the backup storage '${storage?.name}' is no image store: only those keep backups`,
      );
    }
    filling.ledger.takeFromBackup(backupStorageUuid, size);
    volumeBackups.insertRef({
      volumeBackupUuid: uuid,
      backupStorageUuid,
      installPath: made.installPath ?? `zstore://${volumeUuid}/${uuid}`,
      status: 'Ready',
      takenBytes: size,
      ...dates,
    });
  }
}
