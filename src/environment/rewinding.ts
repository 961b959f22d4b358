import { existsSync } from 'node:fs';
import { setTimeout as realDelay } from 'node:timers/promises';
import { apiError } from '../core/api-error.js';
import type { ProgressionMode } from '../core/world-modes.js';
import { startingProgression, type ProgressionState } from '../domain/progression/progression.js';
import type { KeptRequest } from '../domain/asked-request.js';
import type { World } from '../domain/world.js';
import type { KeptWrite } from '../domain/write-history.js';
import type { TaskRunner } from '../jobs/task-runner.js';
import { damageOf } from '../persistence/damage.js';
import type { Database } from '../persistence/database.js';
import type { LogSync } from '../persistence/log-sync.js';
import type { RowCache } from '../persistence/row-cache.js';
import type { SettingsStore } from '../persistence/settings-store.js';
import { takeBack } from '../persistence/undo/take-back.js';
import type { UndoRecorder } from '../persistence/undo/undo-recorder.js';
import type { FindWrites, ReplayReport, RewindReport } from '../simulation/environment-control.js';
import type { FilesOfWorld, HeldFiles } from '../persistence/blob-files.js';
import { forgetAllUnderWay } from '../services/images/uploads/under-way.js';
import type { Gate } from './gate.js';
import type { Lease } from './lease.js';
import { planReplay, replay, type AskedAgain, type ReplayPlan } from './replaying.js';
import { goOnFromFiles } from './tidy-files.js';

/** How long those who are inside may take to leave, and work outside of the world to come back, in ms. */
const GRACE = 5_000;

interface Parts {
  readonly world: World;
  readonly runner: TaskRunner;
  readonly lease: Lease;
  /** Closed while the world moves in time. */
  readonly gate: Gate;
  /** Closed while it goes back, and while requests are made again. */
  readonly entrance: Gate;
  readonly askAgain: (request: KeptRequest) => AskedAgain;
  readonly database: Database;
  readonly settings: SettingsStore;
  readonly rows: RowCache;
  readonly files: FilesOfWorld & HeldFiles;
  readonly log: LogSync;
  readonly startingMode: ProgressionMode;
}

/** Takes the last writes of a world back, and makes their requests again, while it goes on as the same world. */
export class Rewinding {
  constructor(
    private readonly parts: Parts,
    private readonly undo: UndoRecorder | undefined,
  ) {}

  /** See `EnvironmentControl.rewind`. */
  async rewind(find: FindWrites, guests: number): Promise<RewindReport> {
    const { undo } = this;
    if (!undo) throw new Error('nothing is kept to take writes back');
    const { gate, entrance, lease, runner } = this.parts;
    // Somebody else moves the world in time, or takes writes back.
    const closed = () => entrance.opened ?? gate.opened;
    while (closed()) await lease.listen(() => closed() ?? Promise.resolve());
    // What cannot be found disturbs nobody.
    find(undo.list());
    entrance.close();
    try {
      runner.halt();
      await lease.free(GRACE, guests);
      await Promise.race([runner.idle(), realDelay(GRACE, undefined, { ref: false })]);
      // From here to the end nobody else has a turn.
      if (lease.isOver) throw apiError('SYS.1006', 'the environment was replaced meanwhile');
      return await this.#goBackAndOn(undo, find);
    } finally {
      entrance.open();
    }
  }

  async #goBackAndOn(undo: UndoRecorder, find: FindWrites): Promise<RewindReport> {
    const { runner, world, files } = this.parts;
    let sent: string[] = [];
    try {
      let plan: ReplayPlan | undefined;
      let undone: readonly KeptWrite[];
      try {
        const writes = undo.list();
        const rewound = find(writes);
        const { to } = rewound;
        if (rewound.replay !== undefined) plan = planReplay(undo.partsFrom(to), writes, rewound);
        sent = undo.sentFrom(to);
        undone = this.#goBack(undo, writes, to);
        if (plan) runner.lead();
      } finally {
        runner.goOn();
      }
      return { undone, replay: plan && (await this.#replay(undo, plan)) };
    } finally {
      for (const sum of sent) if (!undo.needs(sum)) files.releaseSent(sum);
      world.clock.letGo();
    }
  }

  async #replay(undo: UndoRecorder, plan: ReplayPlan): Promise<ReplayReport> {
    const { world, runner, askAgain } = this.parts;
    const { clock, blobFiles } = world;
    const before = undo.list().at(-1)?.id ?? null;
    try {
      const hasSent = (sum: string) => existsSync(blobFiles.sentPathOf(sum));
      const largestBody = undo.largestBody ?? 0;
      return await replay({ world, runner, undo, askAgain, hasSent, largestBody }, plan);
    } finally {
      clock.letGo();
      this.#tell(before, undo.list().at(-1)?.id ?? null);
      runner.goOnAlone();
    }
  }

  /** Takes the writes from one on back; answers them, the last one first. */
  #goBack(undo: UndoRecorder, kept: readonly KeptWrite[], id: number): KeptWrite[] {
    const { world, database, settings, rows, files, log, startingMode } = this.parts;
    const { blobs } = world.repositories;
    const damage = damageOf(database);
    if (damage !== undefined) throw apiError('SYS.1006', damage);
    const undone = kept.filter((write) => write.id >= id).toReversed();
    const [last] = undone;
    const left = kept.findLast((write) => write.id < id);
    const blobsBefore = blobs.names();
    const held = undo.heldFrom(id);
    const before = takeBack(database, settings, undo, id);
    log.committed();
    // Whoever keeps something of rows forgets it.
    rows.undo();
    rows.end();
    world.clock.begin(before.clock);
    world.chance.restore(before.chance);
    world.progression.state =
      (settings.find('progression') as ProgressionState | undefined) ??
      startingProgression(startingMode);
    const blobsNow = new Set(blobs.names());
    for (const contentId of blobsNow) files.bringBack(contentId);
    for (const contentId of blobsBefore) {
      if (!blobsNow.has(contentId)) world.blobFiles.remove(contentId);
    }
    // Of what came and went since nothing can be gone back to.
    for (const contentId of held) if (!undo.holds(contentId)) files.release(contentId);
    // What arrived of an upload that has ended since is there no more: it begins anew.
    forgetAllUnderWay(world);
    goOnFromFiles(world, files);
    this.#tell(last?.id ?? id, left?.id ?? null);
    return undone;
  }

  /** What happened stays in the events: that it was taken back is one of them. */
  #tell(from: number | null, to: number | null): void {
    const { unitOfWork, repositories, causes, clock, name } = this.parts.world;
    const cause = { kind: 'hand', name: 'Rewind', jobUuid: null } as const;
    causes.within(cause, () =>
      unitOfWork.run(() =>
        repositories.events.record(
          {
            resourceType: 'Environment',
            resourceUuid: name,
            onUuid: null,
            field: 'state',
            before: from === null ? null : `w${from}`,
            after: to === null ? null : `w${to}`,
          },
          clock.now(),
        ),
      ),
    );
  }
}
