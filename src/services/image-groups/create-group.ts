import { apiError, toErrorCode } from '../../core/api-error.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { VolumeSnapshot } from '../../domain/volume-snapshot/volume-snapshot.js';
import type { World } from '../../domain/world.js';
import { stepsOf } from '../../jobs/flow-in-flow.js';
import type { Flow, FlowContext, StepRun } from '../../jobs/flow.js';
import { createDataVolumeTemplateFlow } from '../images/data-template/flow.js';
import { removeImage } from '../images/delete/remove-image.js';
import { createRootVolumeTemplateFlow } from '../images/root-template/flow.js';
import { createTemplateFromSnapshotFlow } from '../images/snapshot-template/flow.js';
import type { NewTemplate } from '../images/template-parts/new-image.js';
import { primaryStorageOf, snapshotOf, vmOf, vmOfVolume } from '../resources/lookup.js';
import { allocateBackupStorage } from '../storages/allocate-backup-storage.js';
import { giveBackToBackupStorage } from '../storages/capacity.js';
import { beginGroup, finishGroup, removeImageGroup, type NewImageGroup } from './image-group.js';

/** What a template of a new group is made of: that of the root volume comes first. */
interface Source {
  readonly kind: 'root' | 'data';
  /** Of a volume or a snapshot. */
  readonly uuid: string;
}

/** A checked call that makes a group; kept as the flow's context. */
interface GroupContext {
  readonly request: NewImageGroup;
  /** Undefined before the first step. */
  sources?: readonly Source[];
  groupUuid?: string;
  /** The templates that are ready, of the first sources. */
  imageUuids?: readonly string[];
  /** What the flow of the template that is being made keeps. */
  template?: FlowContext;
}

export interface GroupOfVmContext extends GroupContext {
  readonly vmUuid: string;
}

export interface GroupOfSnapshotsContext extends GroupContext {
  readonly rootSnapshotUuid: string;
  readonly dataSnapshotUuids: readonly string[];
}

/** How a template comes about: the flow that makes one, and what that starts with. */
interface Making<Context> {
  readonly prefix: string;
  readonly flow: Flow<never>;
  start(run: StepRun<Context>, source: Source): FlowContext;
}

const FINISH = 'create-image-group-ref-in-database';

const OF_SNAPSHOT: Making<GroupOfSnapshotsContext> = {
  prefix: 'snapshot-',
  flow: createTemplateFromSnapshotFlow,
  start: startSnapshotTemplate,
};

/** Makes templates of all volumes of a VM, one after the other, and a group of them. */
export const createImageGroupFromVmFlow: Flow<GroupOfVmContext> = {
  ...flowOf<GroupOfVmContext>('create-image-group-from-vm-instance', volumesOf, {
    root: {
      prefix: 'root-volume-',
      flow: createRootVolumeTemplateFlow,
      start: startRootTemplate,
    },
    data: {
      prefix: 'data-volume-',
      flow: createDataVolumeTemplateFlow,
      start: startDataTemplate,
    },
  }),
  // The allocator chooses the storages: before that none is named.
  stepsThatTakeBytes: [
    'root-volume-start-creating-template',
    'data-volume-create-data-volume-template-from-volume',
  ],
};

/** Makes templates of snapshots, one after the other, and a group of them. */
export const createImageGroupFromSnapshotsFlow: Flow<GroupOfSnapshotsContext> =
  flowOf<GroupOfSnapshotsContext>(
    'create-image-group-from-snapshot',
    ({ context: { rootSnapshotUuid, dataSnapshotUuids } }) => [
      { kind: 'root', uuid: rootSnapshotUuid },
      ...dataSnapshotUuids.map((uuid) => ({ kind: 'data' as const, uuid })),
    ],
    { root: OF_SNAPSHOT, data: OF_SNAPSHOT },
  );

function flowOf<Context extends GroupContext>(
  name: string,
  sourcesOf: (run: StepRun<Context>) => readonly Source[],
  makings: Readonly<Record<Source['kind'], Making<Context>>>,
): Flow<Context> {
  const makingOf = ({ kind }: Source) => makings[kind];
  const next = (run: StepRun<Context>) => {
    const { context } = run;
    const source = context.sources?.[(context.imageUuids ?? []).length];
    if (source === undefined) {
      run.schedule(FINISH);
      return;
    }
    const making = makingOf(source);
    context.template = making.start(run, source);
    run.schedule(`${making.prefix}${making.flow.firstStep}`);
  };
  const embedded = [...new Set(Object.values(makings))].map(({ flow, prefix }) =>
    stepsOf<never, Context>(flow, {
      prefix,
      contextOf: ({ template }) => template ?? {},
      goOn(run, { imageUuid }) {
        run.context.imageUuids = [...(run.context.imageUuids ?? []), String(imageUuid)];
        delete run.context.template;
        next(run);
      },
    }),
  );
  return {
    name,
    firstStep: 'prepare-db',
    isPlain: true,
    stepsWithSubjects: embedded.flatMap(({ stepsWithSubjects }) => stepsWithSubjects),
    stepsThatTakeBytes: embedded.flatMap((its) => its.stepsThatTakeBytes),
    steps: {
      'prepare-db'(run) {
        const { world, context, now } = run;
        const sources = sourcesOf(run);
        context.sources = sources;
        context.groupUuid = beginGroup(world, context.request, sources.length, now);
        next(run);
      },
      ...Object.fromEntries(embedded.flatMap(({ steps }) => Object.entries(steps))),
      [FINISH]({ world, context, now, succeed }: StepRun<Context>) {
        const { groupUuid = '', imageUuids = [] } = context;
        finishGroup(world, groupUuid, imageUuids, now);
        succeed({ groupUuid });
      },
    },
    rollback(run, error) {
      const { world, context } = run;
      const { template, imageUuids = [], groupUuid } = context;
      const source = context.sources?.[imageUuids.length];
      if (template && source) {
        makingOf(source).flow.rollback({ ...run, context: template as never }, error);
      }
      for (const uuid of imageUuids) removeImage(world, uuid);
      if (groupUuid !== undefined) removeImageGroup(world, groupUuid);
    },
  };
}

/**
 * The volumes of the VM, as they are when the work begins; of one that others share too there is no template.
 * @throws SYS.1006 when it has no root volume
 */
function volumesOf({ world, context: { vmUuid } }: StepRun<GroupOfVmContext>): Source[] {
  const volumes = world.repositories.volumes.listByVm(vmUuid);
  if (volumes.length === 0) {
    throw apiError('SYS.1006', `vm instance[uuid:${vmUuid}] has no volume`);
  }
  const root = volumes.find(({ type }) => type === 'Root');
  if (!root) throw apiError('SYS.1006', `vm instance[uuid:${vmUuid}] has no root volume`);
  const data = volumes.filter(({ type }) => type !== 'Root');
  return [
    { kind: 'root', uuid: root.uuid },
    ...data.map(({ uuid }) => ({ kind: 'data' as const, uuid })),
  ];
}

/** What every template of a group is given: its name says of what it is; the tags are the group's. */
const newTemplate = (
  { ownerUuid }: NewImageGroup,
  name: string,
  description: string | null,
): NewTemplate => ({
  name,
  description,
  resourceUuid: null,
  ownerUuid,
  systemTags: [],
  userTags: [],
  tagUuids: [],
});

function startRootTemplate(
  { world, context: { request, vmUuid } }: StepRun<GroupOfVmContext>,
  { uuid }: Source,
): FlowContext {
  const { platform, architecture } = vmOf(world, vmUuid);
  return {
    request: {
      ...newTemplate(request, `create-from-root-volume-${uuid}`, request.description),
      rootVolumeUuid: uuid,
      platform,
      architecture,
      // The real system puts the platform there, not what the VM says of its guest.
      guestOsType: platform,
      virtio: null,
      system: false,
      backupStorageUuids: [],
    },
  };
}

function startDataTemplate(
  { context: { request } }: StepRun<GroupOfVmContext>,
  { uuid }: Source,
): FlowContext {
  return {
    request: {
      ...newTemplate(request, `create-from-data-volume-${uuid}`, request.description),
      volumeUuid: uuid,
      backupStorageUuids: [],
    },
  };
}

function startSnapshotTemplate(
  { world, context: { request } }: StepRun<GroupOfSnapshotsContext>,
  { kind, uuid }: Source,
): FlowContext {
  const snapshot = snapshotOf(world, uuid);
  const isRoot = kind === 'root';
  const name = `create-from-${isRoot ? 'snap' : 'snapshot'}-${uuid}`;
  const volume = world.repositories.volumes.find(snapshot.volumeUuid ?? '');
  const vm = volume && vmOfVolume(world, volume);
  return {
    request: {
      ...newTemplate(request, name, null),
      mediaType: isRoot ? 'RootVolumeTemplate' : 'DataVolumeTemplate',
      snapshotUuid: uuid,
      backupStorageUuids: [storageFor(world, snapshot).uuid],
      guestOsType: null,
      platform: null,
      architecture: null,
      system: false,
      virtio: isRoot && (vm?.virtio ?? true),
    },
  };
}

/**
 * The backup storage that the allocator chooses for what a snapshot holds; the template's own flow takes the room.
 * @throws SYS.1006 with the reason as its cause
 */
function storageFor(world: World, snapshot: VolumeSnapshot): BackupStorage {
  const { uuid, actualSize: size } = snapshot;
  const primaryStorage = primaryStorageOf(world, snapshot.primaryStorageUuid);
  const { zoneUuid } = primaryStorage;
  try {
    const storage = allocateBackupStorage(world, { size, zoneUuid, primaryStorage });
    giveBackToBackupStorage(world, storage.uuid, size);
    return storage;
  } catch (error) {
    throw apiError(
      'SYS.1006',
      `failed to create template from the volume snapshot[uuid:${uuid}] on backup storage[uuids:[null]]`,
      toErrorCode(error),
    );
  }
}
