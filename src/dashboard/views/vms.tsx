import { bytes, list, text } from '../format.js';
import { viewHref } from '../place.js';
import { resources, type Inventory } from '../resources.js';
import { Facts } from '../ui/facts.js';
import { HistoryOf } from '../ui/history-of.js';
import { ResourceList, type Column } from '../ui/resource-list.js';
import { Notice } from '../ui/said.js';
import { Status } from '../ui/status.js';
import { Tags } from '../ui/tags.js';
import { TaskButtons, tasksOf, Way } from '../ui/work.js';
import { useLoaded } from '../use-loaded.js';
import type { View } from './view.js';

const COLUMNS: readonly Column[] = [
  {
    title: 'Name',
    field: 'name',
    cell: (vm) => (
      <a class="name" href={viewHref('vms', vm.uuid)}>
        {text(vm['name'])}
      </a>
    ),
  },
  {
    title: 'State',
    field: 'state',
    cell: (vm) => {
      const [task] = tasksOf(vm.uuid);
      return (
        <>
          <Status of={vm['state']} /> {task && <Way task={task} />}
        </>
      );
    },
  },
  { title: 'CPUs', field: 'cpuNum', isNumber: true, cell: (vm) => text(vm['cpuNum']) },
  {
    title: 'Memory',
    field: 'memorySize',
    isNumber: true,
    cell: (vm) => bytes(vm['memorySize']),
  },
  {
    title: 'Volumes',
    isWide: true,
    isNumber: true,
    cell: (vm) => list(vm['allVolumes']).length,
  },
  { title: 'Platform', field: 'platform', isWide: true, cell: (vm) => text(vm['platform']) },
  {
    title: 'Made',
    field: 'createDate',
    isWide: true,
    cell: (vm) => <span class="soft date">{text(vm['createDate'])}</span>,
  },
];

const VALUES = {
  state: ['Running', 'Stopped', 'Starting', 'Stopping', 'Unknown', 'Paused', 'Destroyed'],
  platform: ['Linux', 'Windows', 'Other', 'Paravirtualization', 'WindowsVirtio'],
  hypervisorType: ['KVM'],
};

function Vms({ id }: { id: string | undefined }) {
  return id === undefined ? (
    <ResourceList kind="vmInstance" title="VMs" plural="VMs" columns={COLUMNS} values={VALUES} />
  ) : (
    <Details key={id} uuid={id} />
  );
}

function Details({ uuid }: { uuid: string }) {
  const { value, error } = useLoaded(
    (signal) => resources('vmInstance', { q: [`uuid=${uuid}`] }, signal),
    uuid,
  );
  const vm = value?.inventories[0];
  return (
    <>
      <p class="back">
        <a href={viewHref('vms')}>← VMs</a>
      </p>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {value && !vm && <Notice>There is no VM {uuid} any more.</Notice>}
      {vm && <Known vm={vm} />}
      <Tags uuid={uuid} />
      <HistoryOf
        uuid={uuid}
        operations={['StartVmInstance', 'StopVmInstance', 'DestroyVmInstance', 'ReimageVmInstance']}
      />
    </>
  );
}

function Known({ vm }: { vm: Inventory }) {
  const name = text(vm['name']);
  const [task] = tasksOf(vm.uuid);
  return (
    <>
      <h1>
        {name} <Status of={vm['state']} />
      </h1>
      {task && <TaskButtons task={task} name={name} />}
      <Facts
        of={[
          ['UUID', <code key="uuid">{vm.uuid}</code>],
          ['CPUs', text(vm['cpuNum'])],
          ['Memory', bytes(vm['memorySize'])],
          ['Platform', `${text(vm['platform'])}, ${text(vm['architecture'])}`],
          ['Host', <code key="host">{text(vm['hostUuid'])}</code>],
          [
            'Image',
            <a key="image" href={viewHref('images', text(vm['imageUuid']))}>
              <code>{text(vm['imageUuid'])}</code>
            </a>,
          ],
          ['Made', text(vm['createDate'])],
        ]}
      />
      <section aria-label="Volumes">
        <h2>Volumes</h2>
        <ul class="plain">
          {list<Inventory>(vm['allVolumes']).map((volume) => (
            <li key={volume.uuid}>
              <a href={viewHref('volumes', volume.uuid)}>{text(volume['name'])}</a>{' '}
              <Status of={volume['status']} />{' '}
              <span class="soft">
                {text(volume['type'])}, {bytes(volume['size'])}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

export const vms: View = { name: 'vms', title: 'VMs', group: 'World', component: Vms };
