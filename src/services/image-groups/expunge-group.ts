import type { Image } from '../../domain/image/image.js';
import type { Delay } from '../../domain/task/task.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { deleteDirectly } from '../images/delete/delete-image.js';
import { removeImageGroup } from './image-group.js';

interface ExpungeGroupContext {
  readonly groupUuid: string;
  /** Only images of this account go: those that became another's since stay. Null: all, for admin. */
  readonly ownerUuid: string | null;
}

type Run = StepRun<ExpungeGroupContext>;

/**
 * Deletes the images of a group with their bits, whatever the deletion policy says, and then the group. Of an image that
 * cannot be deleted nobody hears, as in the real system: it stays, in no group any more.
 */
export const expungeImageGroupFlow: Flow<ExpungeGroupContext> = {
  name: 'expunge-image-group',
  firstStep: 'choose-images',
  isPlain: true,
  stepsWithSubjects: ['delete-images-from-image-group'],
  steps: {
    'choose-images': begin,
    'delete-images-from-image-group': deleteImage,
    'database-clean': finish,
  },
  // An image that is deleted does not come back.
  rollback: () => undefined,
};

function begin({ world, context, schedule }: Run): void {
  const { imageGroups, images, accounts } = world.repositories;
  const { groupUuid, ownerUuid } = context;
  const there = imageGroups
    .listRefs(groupUuid)
    .flatMap(({ imageUuid }) => images.find(imageUuid) ?? [])
    .filter(({ uuid }) => ownerUuid === null || accounts.findOwner(uuid) === ownerUuid);
  for (const image of there) {
    schedule('delete-images-from-image-group', image.uuid, deletionTime(world, image));
  }
  if (there.length === 0) schedule('database-clean');
}

const deletionTime = (world: World, { uuid }: Image): Delay => momentOf(world, 'deletion', [uuid]);

function deleteImage(run: Run): void {
  const { world, subject, now, schedule } = run;
  const image = world.repositories.images.find(subject ?? '');
  if (image) {
    try {
      run.alone(() => deleteDirectly(world, image, now, run.meetFault));
    } catch {
      // It stays.
    }
  }
  if (!run.hasOtherTasks()) schedule('database-clean');
}

function finish({ world, context, succeed }: Run): void {
  removeImageGroup(world, context.groupUuid);
  succeed({});
}
