import { signal } from '@preact/signals';
import { resources, type Inventory } from './resources.js';

/** The backup storages of the world by their uuids: lists show their names. */
export const backupStorages = signal<ReadonlyMap<string, Inventory>>(new Map());

const MOST = 1000;

/** Asks for them anew. */
export async function loadBackupStorages(signal?: AbortSignal): Promise<readonly Inventory[]> {
  const { inventories } = await resources('backupStorage', { sort: '+name', limit: MOST }, signal);
  const known = new Map(inventories.map((one) => [one.uuid, one]));
  if (JSON.stringify([...known]) !== JSON.stringify([...backupStorages.value])) {
    backupStorages.value = known;
  }
  return inventories;
}

/** The name of one, or its uuid where it is gone. */
export const storageName = (uuid: string): string =>
  String(backupStorages.value.get(uuid)?.['name'] ?? uuid);
