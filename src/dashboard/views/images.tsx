import { bytes, list, text } from '../format.js';
import { viewHref } from '../place.js';
import type { Inventory } from '../resources.js';
import { loadBackupStorages, storageName } from '../storages.js';
import { AddImage } from '../ui/add-image.js';
import { ResourceList, type Column } from '../ui/resource-list.js';
import { Status } from '../ui/status.js';
import { TaskButtons, tasksOf, Way } from '../ui/work.js';
import { useLoaded } from '../use-loaded.js';
import { ImageDetails } from './image.js';
import type { View } from './view.js';

interface Ref {
  readonly backupStorageUuid: string;
  readonly status: string;
}

/** Where an image lies: each storage with the status of its copy, and how far its work is. */
function Copies({ image }: { image: Inventory }) {
  const work = tasksOf(image.uuid);
  const refs = list<Ref>(image['backupStorageRefs']);
  return (
    <ul class="copies">
      {refs.map(({ backupStorageUuid, status }) => {
        const task = work.find(({ subject }) => subject === backupStorageUuid || subject === null);
        return (
          <li key={backupStorageUuid}>
            <span class="on">{storageName(backupStorageUuid)}</span> <Status of={status} />
            {task && status !== 'Ready' && <Way task={task} />}
          </li>
        );
      })}
      {refs.length === 0 && <li class="soft">on no storage</li>}
    </ul>
  );
}

function Actions({ image }: { image: Inventory }) {
  const [task] = tasksOf(image.uuid);
  return task ? <TaskButtons task={task} name={String(image['name'])} /> : null;
}

const COLUMNS: readonly Column[] = [
  {
    title: 'Name',
    field: 'name',
    cell: (image) => (
      <a class="name" href={viewHref('images', image.uuid)}>
        {text(image['name'])}
      </a>
    ),
  },
  { title: 'Status', field: 'status', cell: (image) => <Status of={image['status']} /> },
  {
    title: 'Storages',
    cell: (image) => (
      <>
        <Copies image={image} />
        <Actions image={image} />
      </>
    ),
  },
  {
    title: 'Size',
    field: 'size',
    isWide: true,
    isNumber: true,
    cell: (image) => bytes(image['size']),
  },
  {
    title: 'On disk',
    field: 'actualSize',
    isWide: true,
    isNumber: true,
    cell: (image) => bytes(image['actualSize']),
  },
  { title: 'Format', field: 'format', isWide: true, cell: (image) => text(image['format']) },
  {
    title: 'Made',
    field: 'createDate',
    isWide: true,
    cell: (image) => <span class="soft date">{text(image['createDate'])}</span>,
  },
];

const VALUES = {
  status: ['Ready', 'Creating', 'Downloading', 'Deleted'],
  state: ['Enabled', 'Disabled'],
  format: ['qcow2', 'raw', 'iso', 'vmdk'],
  mediaType: ['RootVolumeTemplate', 'DataVolumeTemplate', 'ISO'],
  platform: ['Linux', 'Windows', 'Other', 'Paravirtualization', 'WindowsVirtio'],
  architecture: ['x86_64', 'aarch64'],
  'backupStorageRefs.status': ['Ready', 'Creating', 'Downloading', 'Deleted'],
};

function Images({ id }: { id: string | undefined }) {
  useLoaded(loadBackupStorages, 'storages');
  return id === undefined ? (
    <ResourceList
      kind="image"
      title="Images"
      plural="images"
      columns={COLUMNS}
      values={VALUES}
      actions={<AddImage />}
    />
  ) : (
    <ImageDetails key={id} uuid={id} />
  );
}

export const images: View = {
  name: 'images',
  title: 'Images',
  group: 'World',
  component: Images,
};
