import { configText } from '../../domain/global-config.js';
import type { World } from '../../domain/world.js';
import type { Flow, FlowContext, StepRun } from '../../jobs/flow.js';
import { addImageFlow } from '../images/add/flow.js';
import type { AddImageRequest } from '../images/add/request.js';
import { deleteRefs, type ImageDeletionPolicy } from '../images/delete/delete-image.js';
import { removeImage } from '../images/delete/remove-image.js';
import { imageInMaking } from '../images/template-parts/refs.js';
import { newUuid } from '../resources/lookup.js';
import { createVmFlow } from '../vm-instances/create-vm.js';
import type { VmRequest } from '../vm-instances/vm-request.js';

/** A checked call of CreateVmInstanceFromOvf; kept as the flow's context. */
export interface OvfVmRequest {
  /** The root disk first: an image that is there, or one that is added. */
  readonly disks: readonly OvfDiskRequest[];
  readonly backupStorageUuid: string;
  readonly deleteImageAfterSuccess: boolean;
  readonly deleteImageOnFail: boolean;
  readonly vm: VmRequest;
}

export interface OvfDiskRequest {
  readonly name: string | null;
  readonly imageUuid: string | null;
  readonly image: AddImageRequest | null;
}

/** An image that is added, with what its own flow keeps of it. */
interface Added {
  readonly context: FlowContext;
  isAdded: boolean;
}

interface OvfVmContext {
  readonly request: OvfVmRequest;
  /** By their uuids. */
  images?: Record<string, Added>;
  /** Of each disk, in their order. */
  imageUuids?: string[];
  vm?: FlowContext;
}

type Run = StepRun<OvfVmContext>;

/** How often is looked whether uploads have ended, in ms. */
const LOOK_AT_UPLOADS = 2_000;

const ADD = addImageFlow as unknown as Flow<FlowContext>;
const CREATE = createVmFlow as unknown as Flow<FlowContext>;

const adding = (step: string) => (run: Run) => add(run, step);

/**
 * Makes a VM of what a descriptor says: its disks are added as images, as AddImage does, then the VM is made of them,
 * as CreateVmInstance does; the steps are theirs.
 */
export const createVmFromOvfFlow: Flow<OvfVmContext> = {
  name: 'create-vm-instance-from-ovf',
  firstStep: 'add-images',
  isPlain: true,
  stepsWithSubjects: ['start-download', 'take-room', 'finish-download'],
  stepsThatCorrupt: ['take-room'],
  stepsThatTakeBytes: ['add-images', 'start-download', 'take-room', 'finish-download'],
  steps: {
    'add-images': addImages,
    'start-download': adding('start-download'),
    'take-room': adding('take-room'),
    'finish-download': adding('finish-download'),
    'wait-for-images': waitForImages,
    'create-volumes': createVolumes,
    'start-vm': (run) => make(run, 'start-vm'),
  },
  errands: {
    'ask-length': errandOf('ask-length'),
    fetch: errandOf('fetch'),
  },
  rollback(run, error) {
    const { world, context, job, now } = run;
    if (context.vm) CREATE.rollback({ world, job, now, context: context.vm }, error);
    for (const uuid of Object.keys(context.images ?? {})) {
      const image = world.repositories.images.find(uuid);
      const isWhole = image?.status === 'Ready' && !context.request.deleteImageOnFail;
      if (image && !isWhole) removeImage(world, uuid);
    }
  },
};

function errandOf(name: string): NonNullable<Flow<OvfVmContext>['errands']>[string] {
  const errand = ADD.errands?.[name];
  if (!errand) throw new Error(`AddImage has no errand ${name}`);
  return {
    goesOnWith: errand.goesOnWith,
    run: ({ world, context, subject }) =>
      errand.run({
        world,
        context: addedOf(context, subject).context,
        subject: context.request.backupStorageUuid,
      }),
  };
}

function addImages(run: Run): void {
  const { world, context } = run;
  // No image is added for a VM that cannot be.
  newUuid(world, context.request.vm.resourceUuid);
  context.images = {};
  context.imageUuids = [];
  for (const { imageUuid, image } of context.request.disks) {
    const uuid = imageUuid ?? world.chance.uuid();
    context.imageUuids.push(uuid);
    if (!image) continue;
    // What a client brings is known by the uuid of its image.
    const url = image.url === 'upload://' ? `upload://${uuid}/${image.name}` : image.url;
    const request = { ...image, url, resourceUuid: uuid };
    context.images[uuid] = { context: { request }, isAdded: false };
  }
  for (const uuid of Object.keys(context.images)) add({ ...run, subject: uuid }, 'create-image');
  if (Object.keys(context.images).length === 0) goOn(run);
}

/** Does a step of AddImage for the image that this step works on. */
function add(run: Run, step: string): void {
  const { context, subject } = run;
  const added = addedOf(context, subject);
  ADD.steps[step]?.({
    ...run,
    context: added.context,
    subject: context.request.backupStorageUuid,
    schedule: (name, _storage, delay) => run.schedule(name, subject, delay),
    hasOtherTasks: () => false,
    succeed: () => {
      added.isAdded = true;
    },
  });
  if (added.isAdded) goOn(run);
}

function addedOf({ images }: OvfVmContext, subject: string | null): Added {
  const added = images?.[subject ?? ''];
  if (!added) throw new Error(`the job adds no image ${subject}`);
  return added;
}

/** The last image has been added. */
function goOn({ context, schedule }: Run): void {
  const added = Object.values(context.images ?? {});
  if (added.every(({ isAdded }) => isAdded)) schedule('wait-for-images');
}

/** A client may still bring some; an upload that failed has taken its image along. */
function waitForImages({ world, context, schedule }: Run): void {
  const uuids = Object.keys(context.images ?? {});
  const isWhole = uuids.every((uuid) => imageInMaking(world, uuid).status !== 'Downloading');
  if (isWhole) schedule('create-volumes');
  else schedule('wait-for-images', null, LOOK_AT_UPLOADS);
}

function createVolumes(run: Run): void {
  const { context } = run;
  const { vm, disks } = context.request;
  const [root, ...others] = context.imageUuids ?? [];
  const diskAOs = others.map((templateUuid, i) => ({
    boot: false,
    name: disks[i + 1]?.name ?? null,
    platform: null,
    guestOsType: null,
    architecture: null,
    primaryStorageUuid: null,
    size: 0,
    templateUuid,
    diskOfferingUuid: null,
    sourceType: null,
    sourceUuid: null,
    systemTags: vm.dataVolumeSystemTags,
  }));
  context.vm = { request: { ...vm, imageUuid: root ?? null, diskAOs } };
  make(run, 'create-volumes');
}

/** Does a step of CreateVmInstance; at its end the images have done their work. */
function make(run: Run, step: string): void {
  const { world, context, now } = run;
  CREATE.steps[step]?.({
    ...run,
    context: (context.vm ??= {}),
    succeed(outcome) {
      if (context.request.deleteImageAfterSuccess) deleteImages(world, context, now);
      run.succeed(outcome);
    },
  });
}

/** Deletes the images that were added, as DeleteImage does; those that were there before stay. */
function deleteImages(world: World, { images = {} }: OvfVmContext, now: number): void {
  const { globalConfig, images: known } = world.repositories;
  const policy = configText(globalConfig, 'imageDeletionPolicy') as ImageDeletionPolicy;
  for (const uuid of Object.keys(images)) {
    const image = known.find(uuid);
    if (!image) continue;
    if (policy === 'Direct') removeImage(world, uuid);
    else deleteRefs(world, image, policy, null, now);
  }
}
