import type { EventRepository, Transition } from '../../domain/event/event.js';
import type { ImageBackupStorageRef, ImageRepository } from '../../domain/image/image.js';
import type { JobRepository } from '../../domain/job/job.js';

interface Row {
  readonly uuid: string;
  readonly state?: string;
  readonly status?: string;
  readonly createDate: number;
}

interface Store {
  insert(row: Row, ...more: unknown[]): void;
  find(uuid: string): Row | undefined;
  update(row: Row, change: Partial<Row>, now: number): void;
  remove(uuid: string): void;
}

/** The repository, which also records every state and status that it writes. */
export function withEvents<R>(
  repository: R,
  resourceType: string,
  events: EventRepository,
  now: () => number,
): R {
  const store = repository as unknown as Store;
  const at = ({ uuid }: Row) => ({ resourceType, resourceUuid: uuid, onUuid: null });
  const recording: Omit<Store, 'find'> = {
    insert(row, ...more) {
      store.insert(row, ...more);
      events.record({ ...at(row), ...lifeOf(row, 'after') }, row.createDate);
    },
    update(row, change, date) {
      store.update(row, change, date);
      for (const field of ['state', 'status'] as const) {
        const [before, after] = [row[field], change[field]];
        if (before === undefined || after === undefined || before === after) continue;
        events.record({ ...at(row), field, before, after }, date);
      }
    },
    remove(uuid) {
      const row = store.find(uuid);
      store.remove(uuid);
      if (row) events.record({ ...at(row), ...lifeOf(row, 'before') }, now());
    },
  };
  return { ...repository, ...recording };
}

/** How a row comes or goes: told by its status, or its state where it has none. */
function lifeOf(
  { state, status }: Row,
  side: 'before' | 'after',
): Pick<Transition, 'field' | 'before' | 'after'> {
  const field = status === undefined ? 'state' : 'status';
  const value = status ?? state ?? null;
  return { field, before: null, after: null, [side]: value };
}

/** The repository, which also records how refs come, change and go. */
export function withRefEvents(
  images: ImageRepository,
  events: EventRepository,
  now: () => number,
): ImageRepository {
  const record = (
    {
      imageUuid,
      backupStorageUuid,
    }: Pick<ImageBackupStorageRef, 'imageUuid' | 'backupStorageUuid'>,
    before: string | null,
    after: string | null,
    date: number,
  ) =>
    events.record(
      {
        resourceType: 'ImageBackupStorageRef',
        resourceUuid: imageUuid,
        onUuid: backupStorageUuid,
        field: 'status',
        before,
        after,
      },
      date,
    );
  return {
    ...images,
    insertRef(ref) {
      images.insertRef(ref);
      record(ref, null, ref.status, ref.createDate);
    },
    updateRef(ref, change, date) {
      images.updateRef(ref, change, date);
      const { status } = change;
      if (status !== undefined && status !== ref.status) record(ref, ref.status, status, date);
    },
    removeRef(ref) {
      images.removeRef(ref);
      record(ref, ref.status, null, now());
    },
  };
}

/** The repository, which also records how jobs end. */
export function withJobEvents(jobs: JobRepository, events: EventRepository): JobRepository {
  return {
    ...jobs,
    finish(uuid, end) {
      jobs.finish(uuid, end);
      events.record(
        {
          resourceType: 'Job',
          resourceUuid: uuid,
          onUuid: null,
          field: 'state',
          before: 'Running',
          after: end.state,
        },
        end.doneDate ?? 0,
      );
    },
  };
}
