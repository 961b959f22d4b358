import { apiError, errorCode, type ErrorCode } from '../../core/api-error.js';
import { apiTimeoutOf } from '../../domain/api-timeout.js';
import { configMilliseconds } from '../../domain/global-config.js';
import type { LongJob } from '../../domain/long-job/long-job.js';
import { MANAGEMENT_NODE_UUID } from '../../domain/management-node.js';
import { longJobClassOf } from '../../domain/long-job/long-job-class.js';
import { timeoutOfMessage } from '../../jobs/job-timeout.js';
import { scheduleChore, type Chore } from '../../jobs/chores/chore.js';
import { failJob } from '../../jobs/end-job.js';
import { removeImage } from '../images/delete/remove-image.js';
import { uploadIdleLimit, watchLater } from '../images/uploads/watch-upload.js';
import type { World } from '../../domain/world.js';
import { failLongJob, isFinal, isUploading } from '../../jobs/end-long-job.js';
import { checkVmState } from '../vm-instances/vm-states.js';
import { longJobKind } from './kinds.js';
import { LONG_JOB_TIMEOUT } from '../../jobs/long-job-timeout.js';

/** The time that a long job may take, in ms: of AddImage as of its call, of the others one for all. */
function timeOf({ repositories: { globalConfig } }: World, jobName: string): number {
  return jobName === 'APIAddImageMsg'
    ? apiTimeoutOf(globalConfig, 'AddImage')
    : configMilliseconds(globalConfig, 'longJobTimeout');
}

/** Makes the end of a long job due that is not done by then. */
export function scheduleTimeout(
  world: World,
  { uuid, jobName }: Pick<LongJob, 'uuid' | 'jobName'>,
  apiTimeout: number | undefined,
  now: number,
): void {
  const limit = timeOf(world, jobName);
  const timeout = Math.min(apiTimeout ?? limit, limit);
  scheduleChore(world, LONG_JOB_TIMEOUT, uuid, now + timeout);
}

/** Fails a long job whose time is up; one that has ended waits for that no more. */
export const longJobTimeout: Chore = {
  name: LONG_JOB_TIMEOUT,
  run(world, uuid, now) {
    const longJob = world.repositories.longJobs.find(uuid);
    if (!longJob) return;
    const inner = world.repositories.jobs.find(longJob.innerJobUuid);
    const message = longJobClassOf(longJob.jobName)?.message ?? longJob.jobName;
    const time = now - (inner?.createDate ?? longJob.createDate);
    stopWork(world, longJob, timeoutOfMessage(message, longJob.innerJobUuid, time), now);
  },
};

/**
 * Whether a long job can be canceled; one that is canceled can be again.
 * @throws SYS.1007 when it has ended, LONG_JOB.1003 when its kind cannot, LONG_JOB.1001 when its work
 * has not begun
 */
export function checkCancel({ repositories }: World, longJob: LongJob): void {
  if (longJob.state === 'Succeeded' || longJob.state === 'Failed') {
    throw apiError('SYS.1007', `cannot cancel longjob that is ${longJob.state.toLowerCase()}`);
  }
  if (longJob.state === 'Canceled' || longJob.state === 'Suspended') return;
  const kind = longJobKind(longJob.jobName);
  const data = JSON.parse(longJob.jobData) as Readonly<Record<string, string>>;
  if (kind?.cancel === 'snapshot') return checkCancelOfDeletion(repositories, data['uuid'] ?? '');
  if (kind?.cancel === 'always') return;
  if (kind?.cancel === 'vm') {
    const vm = repositories.vmInstances.find(data['uuid'] ?? '');
    if (vm) checkVmState(vm, 'CancelFlattenVmInstanceMsg');
    return;
  }
  if (kind?.cancel !== 'image') throw apiError('LONG_JOB.1003', 'not supported');
  // An image that is to be added can be called off before it is there; a template cannot.
  if (longJob.jobName === 'APIAddImageMsg') return;
  const { resourceUuid = '', rootVolumeUuid, volumeUuid = rootVolumeUuid ?? '' } = data;
  if (repositories.images.find(resourceUuid)) return;
  throw apiError(
    'LONG_JOB.1001',
    repositories.volumes.find(volumeUuid)
      ? `image[uuid:${resourceUuid}] is not on creating, please wait for it to cancel itself.`
      : `volume[uuid:${volumeUuid}] has been deleted. no need to cancel`,
  );
}

/** Deleting a snapshot is called off only while the VM of its volume runs. The real system fills in none of the `%s`. */
function checkCancelOfDeletion(
  { volumeSnapshots, volumes, vmInstances }: World['repositories'],
  snapshotUuid: string,
): void {
  const refuse = (why: string) => apiError('SYS.1006', `failed to cancel deletion job. ${why}`);
  const volume = volumes.find(volumeSnapshots.find(snapshotUuid)?.volumeUuid ?? '');
  if (!volume) throw refuse('Volume[uuid:%s] not exists.');
  const offline = 'offline snapshot deletion do not support cancel.';
  if (volume.vmInstanceUuid === null) {
    throw refuse(`Volume[uuid:%s] not attached to any vm, ${offline}`);
  }
  if (vmInstances.find(volume.vmInstanceUuid)?.state !== 'Running') {
    // The only place that is filled in says Running, for the volume.
    throw refuse(`Volume[uuid:Running] attached vm not in state %s ${offline}`);
  }
}

/** Ends a long job's work and undoes what it had done. */
export function cancelLongJob(world: World, longJob: LongJob, now: number): void {
  if (longJob.state === 'Canceled') return;
  const { longJobs } = world.repositories;
  longJobs.update(longJob, { state: 'Canceling' }, now);
  const details = `long job[uuid:${longJob.uuid}] has been canceled`;
  stopWork(world, { ...longJob, state: 'Canceling' }, errorCode('LONG_JOB.1000', details), now);
}

/** Ends the work of a long job that is not done, whatever it is: nothing of it stays. */
function stopWork(world: World, longJob: LongJob, error: ErrorCode, now: number): void {
  const { jobs } = world.repositories;
  const inner = jobs.find(longJob.innerJobUuid);
  const kind = longJobKind(longJob.jobName);
  if (kind && inner?.state === 'Running') {
    failJob(world, inner, kind.flow, inner.context, error, now);
    return;
  }
  failLongJob(world, longJob, error, now);
  if (isUploading(world, longJob)) removeImage(world, longJob.targetResourceUuid ?? '');
}

/**
 * The process was down: as on the real system long jobs that were at work have failed and what they had
 * done is undone. An upload goes on, for its client brings the bytes; so does what is suspended.
 */
export function endInterrupted(world: World, now: number): void {
  for (const longJob of world.repositories.longJobs.listAtWork()) {
    if (isUploading(world, longJob)) continue;
    const error = errorCode('SYS.1006', 'Failed because management node restarted.');
    stopWork(world, longJob, error, now);
  }
}

/** @throws SYS.1007 unless it has ended */
export function checkEnded(longJob: LongJob, what: 'rerun' | 'delete'): void {
  if (isFinal(longJob)) return;
  throw apiError('SYS.1007', `${what} longjob only when it's succeeded, canceled, or failed`);
}

/** @throws SYS.1007 unless it is Suspended */
export function checkSuspended(longJob: LongJob): void {
  if (longJob.state === 'Suspended') return;
  throw apiError('SYS.1007', 'can only resume longjob that is Suspended');
}

/** Lets an upload that stood still go on. */
export function resumeLongJob(world: World, longJob: LongJob, now: number): void {
  const { longJobs, uploads } = world.repositories;
  const managementNodeUuid = MANAGEMENT_NODE_UUID;
  const change = { state: 'Running', jobResult: null, doneDate: null, managementNodeUuid } as const;
  longJobs.update(longJob, change, now);
  for (const upload of uploads.listByImage(longJob.targetResourceUuid ?? '')) {
    uploads.update(upload, {}, now);
    watchLater(world, upload, now + uploadIdleLimit(world));
  }
  scheduleTimeout(world, longJob, undefined, now);
}

/** Removes a long job that has ended; a uuid that names none removes nothing. */
export function deleteLongJob({ repositories }: World, uuid: string): void {
  if (!repositories.longJobs.find(uuid)) return;
  repositories.longJobs.remove(uuid);
  repositories.tags.removeAll(uuid);
  repositories.accounts.disown(uuid);
}
