import { order } from '../api.js';
import { count, text } from '../format.js';
import { viewHref } from '../place.js';
import { resources, type Inventory } from '../resources.js';
import { loadBackupStorages } from '../storages.js';
import { Button } from '../ui/button.js';
import { Capacity, type Part } from '../ui/capacity.js';
import { Notice } from '../ui/said.js';
import { Status } from '../ui/status.js';
import { useLoaded } from '../use-loaded.js';
import type { View } from './view.js';

function Storages() {
  const backup = useLoaded(loadBackupStorages, 'backup');
  const primary = useLoaded(
    (signal) => resources('primaryStorage', { sort: '+name', limit: 1000 }, signal),
    'primary',
  );
  const error = backup.error ?? primary.error;
  return (
    <>
      <h1>Storages</h1>
      {error !== undefined && <Notice bad>{error}</Notice>}
      <section aria-label="Backup storages">
        <h2>Backup storages</h2>
        <ul class="cards">
          {backup.value?.map((storage) => (
            <li key={storage.uuid} class="card">
              <Head storage={storage} />
              <Capacity
                total={Number(storage['totalCapacity'])}
                parts={partsOfBackup(storage)}
                label={String(storage['name'])}
              />
              <Images storage={storage} />
              <Agent storage={storage} />
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="Primary storages">
        <h2>Primary storages</h2>
        <ul class="cards">
          {primary.value?.inventories.map((storage) => (
            <li key={storage.uuid} class="card">
              <Head storage={storage} />
              <Capacity
                total={Number(storage['totalCapacity'])}
                parts={partsOfPrimary(storage)}
                label={String(storage['name'])}
              />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

const Head = ({ storage }: { storage: Inventory }) => (
  <h3>
    {text(storage['name'])} <Status of={storage['status']} />
    {storage['state'] !== 'Enabled' && <Status of={storage['state']} />}
    <span class="soft">{text(storage['type'])}</span>
  </h3>
);

function partsOfBackup(storage: Inventory): readonly Part[] {
  const total = Number(storage['totalCapacity']);
  const free = Number(storage['availableCapacity']);
  return [
    { name: 'taken', bytes: total - free, kind: 'taken' },
    { name: 'free', bytes: free, kind: 'free' },
  ];
}

function partsOfPrimary(storage: Inventory): readonly Part[] {
  const total = Number(storage['totalCapacity']);
  const free = Number(storage['availableCapacity']);
  const system = Math.min(Number(storage['systemUsedCapacity'] ?? 0), total - free);
  return [
    { name: 'the system', bytes: system, kind: 'system' },
    { name: 'volumes and more', bytes: total - free - system, kind: 'taken' },
    { name: 'free', bytes: free, kind: 'free' },
  ];
}

/** How many images lie there, and how many of them are ready. */
function Images({ storage }: { storage: Inventory }) {
  const of = `backupStorageRefs.backupStorageUuid=${storage.uuid}`;
  const { value } = useLoaded(async (signal) => {
    const [all, ready] = await Promise.all([
      resources('image', { q: [of], limit: 0, total: true }, signal),
      resources('image', { q: [of, 'status=Ready'], limit: 0, total: true }, signal),
    ]);
    return { all: all.total ?? 0, ready: ready.total ?? 0 };
  }, storage.uuid);
  return (
    <p>
      <a href={viewHref('images', undefined, { q: of })}>
        {value === undefined ? '…' : count(value.all)} images
      </a>
      {value && value.ready < value.all && (
        <span class="soft"> of which {count(value.all - value.ready)} are not Ready</span>
      )}
    </p>
  );
}

/** A storage is lost when its agent falls silent. */
function Agent({ storage }: { storage: Inventory }) {
  const isLost = storage['status'] === 'Disconnected';
  const name = text(storage['name']);
  return (
    <Button
      does={isLost ? `${name} answers again` : `${name} is lost`}
      label={isLost ? `Bring ${name} back` : `Lose ${name}`}
      work={() => order('PUT', `/backup-storage/${storage.uuid}/agent`, { reachable: isLost })}
    >
      {isLost ? 'Bring back' : 'Lose it'}
    </Button>
  );
}

export const storages: View = {
  name: 'storages',
  title: 'Storages',
  group: 'World',
  component: Storages,
};
