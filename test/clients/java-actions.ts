import { createHash } from 'node:crypto';
import type { RestInfo } from './java-sdk';

const rest = (
  httpMethod: RestInfo['httpMethod'],
  path: string,
  parameterName: string,
  { needSession = true, needPoll = true } = {},
): RestInfo => ({ httpMethod, path, parameterName, needSession, needPoll });

const sync = { needPoll: false };
const open = { needSession: false, needPoll: false };

/** The SDK's actions that an image's life needs. */
export const ACTIONS = {
  logIn: rest('PUT', '/accounts/login', 'logInByAccount', open),
  logOut: rest('DELETE', '/accounts/sessions/{sessionUuid}', '', open),
  validateSession: rest('GET', '/accounts/sessions/{sessionUuid}/valid', '', open),
  createAccessKey: rest('POST', '/accesskeys', 'params'),
  addImage: rest('POST', '/images', 'params'),
  updateImage: rest('PUT', '/images/{uuid}/actions', 'updateImage'),
  deleteImage: rest('DELETE', '/images/{uuid}', ''),
  expungeImage: rest('PUT', '/images/{imageUuid}/actions', 'expungeImage'),
  templateFromVolume: rest(
    'POST',
    '/images/root-volume-templates/from/volumes/{rootVolumeUuid}',
    'params',
  ),
  templateFromSnapshot: rest(
    'POST',
    '/images/root-volume-templates/from/volume-snapshots/{snapshotUuid}',
    'params',
  ),
  createSnapshot: rest('POST', '/volumes/{volumeUuid}/volume-snapshots', 'params'),
  createSystemTag: rest('POST', '/system-tags', 'params'),
  deleteTag: rest('DELETE', '/tags/{uuid}', ''),
  submitLongJob: rest('POST', '/longjobs', 'params'),
  taskProgress: rest('GET', '/task-progresses/{apiId}', '', sync),
  exportImage: rest(
    'PUT',
    '/backup-storage/{backupStorageUuid}/actions',
    'exportImageFromBackupStorage',
  ),
  deleteExport: rest(
    'DELETE',
    '/backup-storage/{backupStorageUuid}/exported-images/{imageUuid}',
    '',
  ),
  capacity: rest('GET', '/backup-storage/capacities', '', sync),
  cleanUpTrash: rest('PUT', '/backup-storage/{uuid}/trash/actions', 'cleanUpTrashOnBackupStorage'),
} as const;

/** What `logInByAccount` takes. */
export const loginOf = (accountName: string, password: string) => ({
  accountName,
  password: createHash('sha512').update(password).digest('hex'),
});
