/** The fixed description of every error code that this emulator answers with. */
export const ERROR_DESCRIPTIONS = {
  'SYS.1000': 'An internal error happened in system',
  'SYS.1001': 'A message or a operation timeout',
  'SYS.1002': 'Unable to create a resource',
  'SYS.1003': 'A resource can not be found',
  'SYS.1004': 'Unable to delete a resource',
  'SYS.1006': 'An operation failed',
  'SYS.1007': 'One or more API argument is invalid',
  'SYS.1008': 'Unknown message, no service can deal with the message',
  'SYS.1014': 'The operation is not implemented or not supported yet',
  'SYS.1017': 'A message or a operation cancelled',
  'ID.1000': 'Unable to authenticate a user',
  'ID.1001': 'The session is invalid, either wrong session id or the session has been expired',
  'ID.1002': "The user doesn't have permission to perform the operation",
  'ID.1003': 'The user exceeds a quota of a resource',
  'ID.1004': 'Invalid quota operation',
  'ID.1006': 'Max number of active sessions exceeded',
  'BS.1003': 'Unable to allocate a backup storage',
  'BS.1500': 'Unable to connect a backup storage',
  'IMG.1001': 'upload image interrupted',
  'LONG_JOB.1000': 'long job has been canceled',
  'LONG_JOB.1001':
    'no cancelable running task, please wait for job to cancel itself off or try again later.',
  'LONG_JOB.1002':
    'some error interrupt the job, fix error then resume the job or cancel the job if you dont want to continue.',
  'LONG_JOB.1003': 'operation is not supported.',
  'TAG.1000': 'A tag is duplicated',
  'TAG.1001': 'A resource has too many tags',
  'VOLUME_SNAPSHOT.1000': 'Snapshot is not in correct status for operation.',
  'VOLUME_SNAPSHOT.1002': 'Failed to delete volume snapshots in batch.',
  'PS.1000': 'Operation is not permitted',
  'VM.1001': 'Unable to start a vm',
  'VM.1002': 'Unable to stop a vm',
  'VM.1005': 'Unable to attach data volume to a vm',
  'VM.1010': 'VM is not in state that allows required operation',
} as const;

export type ErrorCodeName = keyof typeof ERROR_DESCRIPTIONS;
