import { bytes, text } from '../format.js';
import { viewHref } from '../place.js';
import { resources, type Inventory } from '../resources.js';
import { HistoryOf } from '../ui/history-of.js';
import { Facts } from '../ui/facts.js';
import { ResourceList, type Column } from '../ui/resource-list.js';
import { Notice } from '../ui/said.js';
import { SnapshotTree, type Tree } from '../ui/snapshot-tree.js';
import { Status } from '../ui/status.js';
import { Tags } from '../ui/tags.js';
import { TaskButtons, tasksOf, Way } from '../ui/work.js';
import { useLoaded } from '../use-loaded.js';
import type { View } from './view.js';

const COLUMNS: readonly Column[] = [
  {
    title: 'Name',
    field: 'name',
    cell: (volume) => (
      <a class="name" href={viewHref('volumes', volume.uuid)}>
        {text(volume['name'])}
      </a>
    ),
  },
  {
    title: 'Status',
    field: 'status',
    cell: (volume) => {
      const [task] = tasksOf(volume.uuid);
      return (
        <>
          <Status of={volume['status']} /> {task && <Way task={task} />}
        </>
      );
    },
  },
  { title: 'Type', field: 'type', cell: (volume) => text(volume['type']) },
  {
    title: 'Size',
    field: 'size',
    isNumber: true,
    cell: (volume) => bytes(volume['size']),
  },
  {
    title: 'On disk',
    field: 'actualSize',
    isWide: true,
    isNumber: true,
    cell: (volume) => bytes(volume['actualSize']),
  },
  {
    title: 'VM',
    isWide: true,
    cell: ({ vmInstanceUuid }) =>
      typeof vmInstanceUuid === 'string' ? (
        <a href={viewHref('vms', vmInstanceUuid)}>
          <code>{vmInstanceUuid.slice(0, 8)}…</code>
        </a>
      ) : (
        '–'
      ),
  },
];

const VALUES = {
  status: ['Ready', 'Creating', 'NotInstantiated', 'Deleted'],
  state: ['Enabled', 'Disabled'],
  type: ['Root', 'Data', 'Memory', 'Cache'],
};

function Volumes({ id }: { id: string | undefined }) {
  return id === undefined ? (
    <ResourceList
      kind="volume"
      title="Volumes"
      plural="volumes"
      columns={COLUMNS}
      values={VALUES}
    />
  ) : (
    <Details key={id} uuid={id} />
  );
}

function Details({ uuid }: { uuid: string }) {
  const { value, error } = useLoaded(async (signal) => {
    const [found, trees] = await Promise.all([
      resources('volume', { q: [`uuid=${uuid}`] }, signal),
      resources<Tree>('volumeSnapshotTree', { q: [`volumeUuid=${uuid}`] }, signal),
    ]);
    return { volume: found.inventories[0], trees: trees.inventories };
  }, uuid);
  return (
    <>
      <p class="back">
        <a href={viewHref('volumes')}>← Volumes</a>
      </p>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {value && !value.volume && <Notice>There is no volume {uuid} any more.</Notice>}
      {value?.volume && <Known volume={value.volume} />}
      {value && (
        <section aria-label="Snapshots">
          <h2>Snapshots</h2>
          {value.trees.length === 0 && <p class="soft">none</p>}
          {value.trees.map((tree) => (
            <SnapshotTree key={tree.uuid} tree={tree} />
          ))}
        </section>
      )}
      <Tags uuid={uuid} />
      <HistoryOf
        uuid={uuid}
        operations={['DeleteDataVolume', 'ExpungeDataVolume', 'ChangeVolumeState']}
      />
    </>
  );
}

function Known({ volume }: { volume: Inventory }) {
  const name = text(volume['name']);
  const [task] = tasksOf(volume.uuid);
  return (
    <>
      <h1>
        {name} <Status of={volume['status']} />
      </h1>
      {task && <TaskButtons task={task} name={name} />}
      <Facts
        of={[
          ['UUID', <code key="uuid">{volume.uuid}</code>],
          ['Type', `${text(volume['type'])}, ${text(volume['format'])}`],
          ['Size', bytes(volume['size'])],
          ['On disk', bytes(volume['actualSize'])],
          ['VM', <Link key="vm" view="vms" uuid={volume['vmInstanceUuid']} />],
          ['Made of', <Link key="image" view="images" uuid={volume['rootImageUuid']} />],
          ['Path', <code key="path">{text(volume['installPath'])}</code>],
          ['Made', text(volume['createDate'])],
        ]}
      />
    </>
  );
}

const Link = ({ view, uuid }: { view: string; uuid: unknown }) =>
  typeof uuid === 'string' ? (
    <a href={viewHref(view, uuid)}>
      <code>{uuid}</code>
    </a>
  ) : (
    <>–</>
  );

export const volumes: View = {
  name: 'volumes',
  title: 'Volumes',
  group: 'World',
  component: Volumes,
};
