import { REPLICATION_GROUP_STATES } from '../../domain/replication-group/replication-group.js';
import type { Cloud } from './cloud.js';
import { datesOf, rowsOf, textOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

export function replicationGroupOf(cloud: Cloud, row: Row) {
  const { keys, report } = cloud;
  const naming = keys.naming('image-replication-group', row);
  return {
    ...naming,
    state: report.oneOf(
      'states of replication groups',
      textOf(row, 'state'),
      REPLICATION_GROUP_STATES,
      'Enabled',
      naming.name,
    ),
    backupStorages: rowsOf(row, 'backupStorageRefs').flatMap(
      (ref) => keys.of('backup-storage', textOf(ref, 'backupStorageUuid')) ?? [],
    ),
    ...tagsOf(cloud, 'ImageReplicationGroupVO', naming.uuid),
    ...datesOf(row),
  };
}
