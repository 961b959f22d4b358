import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { tag } from './tags.js';

export function fillReplicationGroup(
  filling: Filling,
  made: Made<EntryOf<'imageReplicationGroups'>>,
): void {
  const { replicationGroups } = filling.world.repositories;
  const uuid = filling.uuidOf('image-replication-group', made);
  const dates = filling.datesOf(made);
  const { name, description, state } = made;
  const members = [
    ...new Set(made.backupStorages.map((one) => filling.find('backup-storage', one))),
  ];
  if (!filling.isSound) return;
  replicationGroups.insert({ uuid, name, description, state, ...dates });
  tag(filling, 'ImageReplicationGroupVO', uuid, made, dates.createDate);
  for (const backupStorageUuid of members) {
    const storage = filling.backupStorages.get(backupStorageUuid);
    if (storage?.type !== 'ImageStoreBackupStorage') {
      throw new Refused(
        `the backup storage '${storage?.name}' is no image store: only those are in groups`,
      );
    }
    if (replicationGroups.findByStorage(backupStorageUuid)) {
      throw new Refused(`the backup storage '${storage.name}' is in another group already`);
    }
    replicationGroups.insertRef({ replicationGroupUuid: uuid, backupStorageUuid, ...dates });
  }
}
