import { defineHost } from '../../api/define-operation.js';
import { requiredText } from '../../api/params.js';
import {
  environmentInventory,
  snapshotInventory,
  toEnvironmentInventory,
  toSnapshotInventory,
} from './describe.js';
import { HISTORY } from './history.js';

// `environment` in the path and `name` in the body: a snapshot is called by the latter.
const PATH = '/v1/environments/{environment}/snapshots';
const ENVIRONMENT = requiredText({ description: 'name of the environment' });
const SNAPSHOT = requiredText({ description: 'name of the snapshot' });

export const takeSnapshot = defineHost({
  name: 'TakeEnvironmentSnapshot',
  method: 'POST',
  paths: [PATH],
  bodyKey: 'params',
  summary: 'Keeps a world as it is now under a name',
  params: { environment: ENVIRONMENT, name: SNAPSHOT, history: HISTORY },
  returns: { inventory: snapshotInventory },
  async run(host, { environment, name, history }) {
    const taken = await host.takeSnapshot(environment, name, history);
    return { inventory: toSnapshotInventory(taken) };
  },
});

export const querySnapshot = defineHost({
  name: 'QueryEnvironmentSnapshot',
  method: 'GET',
  paths: [PATH],
  summary: 'The snapshots of an environment',
  params: { environment: ENVIRONMENT },
  returns: { inventories: snapshotInventory.array() },
  run: (host, { environment }) => ({
    inventories: host.listSnapshots(environment).map(toSnapshotInventory),
  }),
});

export const restoreSnapshot = defineHost({
  name: 'RestoreEnvironmentSnapshot',
  method: 'POST',
  paths: [`${PATH}/{snapshot}/restore`],
  bodyKey: 'params',
  summary: 'Takes a world back to a snapshot, which stays',
  params: { environment: ENVIRONMENT, snapshot: SNAPSHOT },
  returns: { inventory: environmentInventory },
  async run(host, { environment, snapshot }, call) {
    const restored = await host.restoreSnapshot(environment, snapshot);
    return { inventory: toEnvironmentInventory(restored, call) };
  },
});

export const deleteSnapshot = defineHost({
  name: 'DeleteEnvironmentSnapshot',
  method: 'DELETE',
  paths: [`${PATH}/{snapshot}`],
  summary: 'Forgets a snapshot',
  params: { environment: ENVIRONMENT, snapshot: SNAPSHOT },
  returns: {},
  async run(host, { environment, snapshot }) {
    await host.removeSnapshot(environment, snapshot);
    return {};
  },
});
