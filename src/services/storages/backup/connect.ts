import { apiError } from '../../../core/api-error.js';
import {
  backupStorageStatusMachine,
  type BackupStorage,
} from '../../../domain/backup-storage/backup-storage.js';
import { configMilliseconds, configFlag } from '../../../domain/global-config.js';
import { scheduleChore, type Chore } from '../../../jobs/chores/chore.js';
import type { Flow } from '../../../jobs/flow.js';
import { backupStorageOf } from '../../resources/lookup.js';
import { momentOf } from '../../../jobs/work-time.js';
import type { World } from '../../../domain/world.js';

const PING_LOST_STORAGE = 'ping-lost-backup-storage';

/** Connects a storage anew: Connecting, then Connected, or Disconnected when its agent is silent. */
export const reconnectFlow: Flow<{ readonly uuid: string }> = {
  name: 'reconnect-backup-storage',
  firstStep: 'connect',
  isPlain: true,
  steps: {
    connect({ world, context, now, schedule }) {
      const storage = backupStorageOf(world, context.uuid);
      const status = backupStorageStatusMachine.next(storage.status, 'connect');
      world.repositories.backupStorages.update(storage, { status }, now);
      schedule('hear', null, momentOf(world, 'reconnect', [storage.uuid]));
    },
    hear({ world, context, now, succeed }) {
      const storage = backupStorageOf(world, context.uuid);
      if (!storage.isReachable) {
        throw apiError(
          'BS.1500',
          `unable to connect to the agent of the backup storage[uuid:${storage.uuid}, name:${storage.name}]`,
        );
      }
      const status = backupStorageStatusMachine.next(storage.status, 'connected');
      world.repositories.backupStorages.update(storage, { status }, now);
      succeed({ uuid: storage.uuid });
    },
  },
  rollback({ world, context, now }) {
    const storage = world.repositories.backupStorages.find(context.uuid);
    if (!storage) return;
    const status = backupStorageStatusMachine.next(storage.status, 'disconnected');
    world.repositories.backupStorages.update(storage, { status }, now);
  },
};

/**
 * Lets a storage's agent fall silent or answer again. A silent one is Disconnected at once; one that
 * answers again is found by the next ping (`backupStorage/ping.interval`), unless that is switched off.
 */
export function setReachable(
  world: World,
  storage: BackupStorage,
  isReachable: boolean,
  now: number,
): void {
  const status = isReachable
    ? storage.status
    : backupStorageStatusMachine.next(storage.status, 'disconnected');
  world.repositories.backupStorages.update(storage, { isReachable, status }, now);
  if (isReachable && status === 'Disconnected') schedulePing(world, storage.uuid, now);
}

function schedulePing(world: World, uuid: string, now: number): void {
  const { globalConfig, tasks } = world.repositories;
  tasks.removeChores(PING_LOST_STORAGE, uuid);
  const interval = configMilliseconds(globalConfig, 'pingInterval');
  scheduleChore(world, PING_LOST_STORAGE, uuid, now + interval);
}

/** Reconnects a storage whose agent answers again (`backupStorage/connection.autoReconnectOnError`). */
export const pingLostStorage: Chore = {
  name: PING_LOST_STORAGE,
  run(world, uuid, now) {
    const { backupStorages, globalConfig } = world.repositories;
    const storage = backupStorages.find(uuid);
    if (!storage?.isReachable || storage.status !== 'Disconnected') return;
    if (!configFlag(globalConfig, 'autoReconnect')) {
      schedulePing(world, uuid, now);
      return;
    }
    const connecting = backupStorageStatusMachine.next(storage.status, 'connect');
    const status = backupStorageStatusMachine.next(connecting, 'connected');
    backupStorages.update(storage, { status }, now);
  },
};
