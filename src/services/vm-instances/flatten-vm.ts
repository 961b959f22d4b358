import type { Flow, StepRun } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { vmOf } from '../resources/lookup.js';
import { checkMerge, estimate, flattening, flattenNow } from '../volumes/flatten-volume.js';
import { checkVmState } from './vm-states.js';

interface FlattenVmContext {
  readonly vmUuid: string;
  readonly dryRun: boolean;
  /** What is still to be done, in order. */
  volumeUuids?: string[];
  /** How many there are, for the progress. */
  total?: number;
}

type Run = StepRun<FlattenVmContext>;

/** Flattens the volumes of a VM one after the other; those that are done stay so when one fails. */
export const flattenVmFlow: Flow<FlattenVmContext> = {
  name: 'flatten-vm-instance',
  firstStep: 'look-at-volumes',
  isPlain: true,
  stepsWithSubjects: ['flatten'],
  steps: { 'look-at-volumes': begin, 'next-volume': next, flatten },
  rollback: () => undefined,
};

function begin(run: Run): void {
  const { world, context } = run;
  const vm = vmOf(world, context.vmUuid);
  checkVmState(vm, 'FlattenVmInstanceMsg');
  // Those that several VMs may use are passed over; of them no row says whose they are.
  const volumes = world.repositories.volumes
    .listByVm(vm.uuid)
    .toSorted((a, b) => (a.deviceId ?? 0) - (b.deviceId ?? 0));
  if (context.dryRun) {
    for (const volume of volumes) estimate(volume);
    run.succeed({ vmUuid: vm.uuid });
    return;
  }
  context.volumeUuids = volumes.map(({ uuid }) => uuid);
  context.total = volumes.length;
  run.schedule('next-volume');
}

/** The next one that is still there, and still the VM's. */
function next(run: Run): void {
  const { world, context } = run;
  const { volumes } = world.repositories;
  for (const [i, uuid] of (context.volumeUuids ?? []).entries()) {
    const volume = volumes.find(uuid);
    if (volume?.vmInstanceUuid !== context.vmUuid) continue;
    flattening(volume, () => checkMerge(world, volume));
    context.volumeUuids = context.volumeUuids?.slice(i + 1) ?? [];
    run.schedule('flatten', uuid, momentOf(world, 'snapshot', [uuid, context.vmUuid]));
    return;
  }
  run.succeed({ vmUuid: vmOf(world, context.vmUuid).uuid });
}

function flatten(run: Run): void {
  run.meetFault();
  const volume = run.world.repositories.volumes.find(run.subject ?? '');
  if (volume?.vmInstanceUuid === run.context.vmUuid) flattenNow(run.world, volume, run.now);
  // A step of its own: what is done stays when the next one cannot be.
  run.schedule('next-volume');
}
