import { configMilliseconds } from '../../../domain/global-config.js';
import { garbageJobStatusMachine } from '../../../domain/garbage/garbage.js';
import { scheduleChore, type Chore } from '../../../jobs/chores/chore.js';

export const COLLECT_GARBAGE = 'collect-garbage';

/** One attempt to delete bits that an expunge left; done too when their storage is gone. */
export const collectGarbage: Chore = {
  name: COLLECT_GARBAGE,
  run(world, uuid, now) {
    const { garbage, backupStorages, globalConfig } = world.repositories;
    const job = garbage.find(uuid);
    if (job?.status !== 'Idle') return;
    const storage = backupStorages.find(job.backupStorageUuid);
    const isLeft = storage && (storage.state !== 'Enabled' || storage.status !== 'Connected');
    const trying = garbageJobStatusMachine.next(job.status, 'try');
    garbage.setStatus(uuid, garbageJobStatusMachine.next(trying, isLeft ? 'fail' : 'succeed'), now);
    if (!isLeft) return;
    // At least a second apart: an interval of 0 must not try for ever at one time.
    const interval = Math.max(configMilliseconds(globalConfig, 'imageGcInterval'), 1000);
    scheduleChore(world, COLLECT_GARBAGE, uuid, now + interval);
  },
};
