import type { Operation } from '../define-operation.js';
import { ACCESSKEYS_OPERATIONS } from './accesskeys/all.js';
import { ACCOUNTS_OPERATIONS } from './accounts/all.js';
import { BACKUP_STORAGE_OPERATIONS } from './backup-storage/all.js';
import { CLUSTERS_OPERATIONS } from './clusters/all.js';
import { DISK_OFFERINGS_OPERATIONS } from './disk-offerings/all.js';
import { EIPS_OPERATIONS } from './eips/all.js';
import { GC_JOBS_OPERATIONS } from './gc-jobs/all.js';
import { GLOBAL_CONFIGURATIONS_OPERATIONS } from './global-configurations/all.js';
import { HOSTS_OPERATIONS } from './hosts/all.js';
import { IMAGE_GROUPS_OPERATIONS } from './image-groups/all.js';
import { IMAGES_OPERATIONS } from './images/all.js';
import { IMAGE_REPLICATION_GROUPS_OPERATIONS } from './image-replication-groups/all.js';
import { INSTANCE_OFFERINGS_OPERATIONS } from './instance-offerings/all.js';
import { L2_NETWORKS_OPERATIONS } from './l2-networks/all.js';
import { L3_NETWORKS_OPERATIONS } from './l3-networks/all.js';
import { LOGIN_OPERATIONS } from './login/all.js';
import { LONGJOBS_OPERATIONS } from './longjobs/all.js';
import { MANAGEMENT_NODES_OPERATIONS } from './management-nodes/all.js';
import { NICS_OPERATIONS } from './nics/all.js';
import { PRIMARY_STORAGE_OPERATIONS } from './primary-storage/all.js';
import { RESOURCES_OPERATIONS } from './resources/all.js';
import { RESOURCE_CONFIGURATIONS_OPERATIONS } from './resource-configurations/all.js';
import { SECURITY_GROUPS_OPERATIONS } from './security-groups/all.js';
import { SSH_KEY_PAIR_OPERATIONS } from './ssh-key-pair/all.js';
import { TAGS_OPERATIONS } from './tags/all.js';
import { USERS_OPERATIONS } from './users/all.js';
import { VIPS_OPERATIONS } from './vips/all.js';
import { VM_INSTANCES_OPERATIONS } from './vm-instances/all.js';
import { VOLUMES_OPERATIONS } from './volumes/all.js';
import { OVF_OPERATIONS } from './ovf/all.js';
import { VOLUME_BACKUPS_OPERATIONS } from './volume-backups/all.js';
import { VOLUME_SNAPSHOTS_OPERATIONS } from './volume-snapshots/all.js';
import { WEBHOOKS_OPERATIONS } from './webhooks/all.js';
import { ZONES_OPERATIONS } from './zones/all.js';
import { ZQL_OPERATIONS } from './zql/all.js';
import { batchQuery } from './batch-queries/batch-query.js';
import { getSupportAPIs } from './management-nodes/get-support-apis.js';

/** The one list: every operation of the image API that this emulator answers. */
export const OPERATIONS: readonly Operation[] = [
  ...IMAGES_OPERATIONS,
  ...ACCESSKEYS_OPERATIONS,
  ...ACCOUNTS_OPERATIONS,
  ...BACKUP_STORAGE_OPERATIONS,
  ...CLUSTERS_OPERATIONS,
  ...DISK_OFFERINGS_OPERATIONS,
  ...EIPS_OPERATIONS,
  ...GC_JOBS_OPERATIONS,
  ...GLOBAL_CONFIGURATIONS_OPERATIONS,
  ...HOSTS_OPERATIONS,
  ...IMAGE_GROUPS_OPERATIONS,
  ...IMAGE_REPLICATION_GROUPS_OPERATIONS,
  ...INSTANCE_OFFERINGS_OPERATIONS,
  ...L2_NETWORKS_OPERATIONS,
  ...L3_NETWORKS_OPERATIONS,
  ...LOGIN_OPERATIONS,
  ...LONGJOBS_OPERATIONS,
  ...MANAGEMENT_NODES_OPERATIONS,
  ...NICS_OPERATIONS,
  ...PRIMARY_STORAGE_OPERATIONS,
  ...RESOURCE_CONFIGURATIONS_OPERATIONS,
  ...RESOURCES_OPERATIONS,
  ...SECURITY_GROUPS_OPERATIONS,
  ...SSH_KEY_PAIR_OPERATIONS,
  ...TAGS_OPERATIONS,
  ...USERS_OPERATIONS,
  ...VIPS_OPERATIONS,
  ...VM_INSTANCES_OPERATIONS,
  ...OVF_OPERATIONS,
  ...VOLUME_BACKUPS_OPERATIONS,
  ...VOLUME_SNAPSHOTS_OPERATIONS,
  ...VOLUMES_OPERATIONS,
  ...WEBHOOKS_OPERATIONS,
  ...ZONES_OPERATIONS,
  ...ZQL_OPERATIONS,
  batchQuery(() => OPERATIONS),
  getSupportAPIs(() => OPERATIONS),
];
