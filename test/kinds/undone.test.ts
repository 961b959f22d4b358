import fc from 'fast-check';
import type { Image } from '../../src/domain/image/image';
import type { World } from '../../src/domain/world';
import { SEED, TestEmulator, TEST_TIME } from '../support/emulator';

/*
 * Whatever is done in a transaction and its parts, and whichever of them are undone: what is read meanwhile and
 * afterwards is what was kept, in memory as on the disk; promises are kept of what holds and of nothing else; what
 * was done outside is taken back, the latest first; and chance goes on where it was.
 */

const STORAGES = [SEED.backupStorages.imageStore, SEED.backupStorages.sftp];
const IMAGES = [SEED.images.linux, SEED.images.windows];
const MADE = '0123456789ab4def8123456789abcdef';

type Step =
  | { readonly kind: 'name' | 'progress'; readonly of: number; readonly value: number }
  | { readonly kind: 'ref'; readonly of: number; readonly value: number }
  | { readonly kind: 'room'; readonly of: number; readonly value: number }
  | { readonly kind: 'tag' | 'make' | 'remove' | 'promise' | 'act' | 'chance' }
  | { readonly kind: 'part'; readonly steps: readonly Step[]; readonly fails: boolean };

const of = fc.nat({ max: 1 });
const value = fc.integer({ min: 1, max: 9 });
const changes = ['name', 'progress', 'ref', 'room'] as const;
const others = ['tag', 'make', 'remove', 'promise', 'act', 'chance'] as const;
const { part } = fc.letrec<{ step: Step; part: Step }>((tie) => ({
  step: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom(...changes), of, value }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom(...others) }) },
    { weight: 3, arbitrary: tie('part') },
  ),
  part: fc.record({
    kind: fc.constant('part' as const),
    steps: fc.array(tie('step'), { maxLength: 6 }),
    fails: fc.boolean(),
  }),
}));

/** What must be true, as plain values: a copy of it is what an undone part goes back to. */
interface Model {
  names: string[];
  sizes: number[];
  paths: string[];
  room: number[];
  tags: number;
  isMade: boolean;
  chance: string;
}

class Undone extends Error {}

class Run {
  readonly kept: number[] = [];
  readonly takenBack: number[] = [];
  #promised: number[] = [];
  #acts: number[] = [];
  readonly #expectedKept: number[] = [];
  readonly #expectedBack: number[] = [];
  #count = 0;
  model: Model;

  constructor(
    private readonly world: World,
    private readonly raw: (sql: string) => unknown[],
  ) {
    this.model = this.read();
  }

  /** One transaction: all of it, or nothing. */
  transaction(part: Step): void {
    this.#part(part);
    this.#expectedKept.push(...this.#promised);
    this.#promised = [];
    this.#acts = [];
    expect(this.read()).toEqual(this.model);
    expect(this.onDisk()).toEqual(this.model);
    expect(this.kept).toEqual(this.#expectedKept);
    expect(this.takenBack).toEqual(this.#expectedBack);
  }

  #part(step: Step): void {
    if (step.kind !== 'part') return;
    const before = structuredClone(this.model);
    const [promised, acts] = [this.#promised.length, this.#acts.length];
    const work = () => {
      for (const one of step.steps) {
        if (one.kind === 'part') this.#part(one);
        else this.#do(one);
        expect(this.read()).toEqual(this.model);
      }
      if (step.fails) throw new Undone();
    };
    try {
      this.world.unitOfWork.run(work);
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
      this.model = before;
      this.#promised = this.#promised.slice(0, promised);
      this.#expectedBack.push(...this.#acts.slice(acts).toReversed());
      this.#acts = this.#acts.slice(0, acts);
    }
  }

  #do(step: Exclude<Step, { kind: 'part' }>): void {
    const { repositories, unitOfWork, chance } = this.world;
    const { images, tags, backupStorages } = repositories;
    const id = this.#count++;
    if ('of' in step) {
      const uuid = String(IMAGES[step.of]);
      const storage = String(STORAGES[step.of]);
      const image = images.find(uuid) as Image;
      if (step.kind === 'name') {
        images.update(image, { name: `n${step.value}` }, TEST_TIME);
        this.model.names[step.of] = `n${step.value}`;
      } else if (step.kind === 'progress') {
        images.update(image, { actualSize: step.value }, TEST_TIME);
        this.model.sizes[step.of] = step.value;
      } else if (step.kind === 'ref') {
        const ref = images.findRef(uuid, STORAGES[0] ?? '');
        if (ref) images.updateRef(ref, { installPath: `/p${step.value}` }, TEST_TIME);
        this.model.paths[step.of] = `/p${step.value}`;
      } else {
        expect(backupStorages.changeAvailableCapacity(storage, -step.value)).toBe(true);
        this.model.room[step.of] = (this.model.room[step.of] ?? 0) - step.value;
      }
    } else if (step.kind === 'promise') {
      this.#promised.push(id);
      unitOfWork.afterCommit(() => this.kept.push(id));
    } else if (step.kind === 'act') {
      this.#acts.push(id);
      unitOfWork.afterRollback(() => this.takenBack.push(id));
    } else if (step.kind === 'chance') {
      chance.nextUint32();
      this.model.chance = String(chance.state);
    } else if (step.kind === 'tag') {
      tags.insertSystemTag({
        uuid: `tag${id}`,
        resourceUuid: IMAGES[0] ?? '',
        resourceType: 'ImageVO',
        inherent: false,
        tag: `t${id}`,
        createDate: TEST_TIME,
        lastOpDate: TEST_TIME,
      });
      this.model.tags++;
    } else if (step.kind === 'make') {
      if (this.model.isMade) return;
      const linux = images.find(IMAGES[0] ?? '') as Image;
      images.insert({ ...linux, uuid: MADE, name: 'made' });
      this.model.isMade = true;
    } else {
      if (!this.model.isMade) return;
      images.remove(MADE);
      this.model.isMade = false;
    }
  }

  read(): Model {
    const { images, tags, backupStorages } = this.world.repositories;
    const each = IMAGES.map((uuid) => images.find(uuid) as Image);
    return {
      names: each.map(({ name }) => name),
      sizes: each.map(({ actualSize }) => actualSize),
      paths: IMAGES.map((uuid) => images.findRef(uuid, STORAGES[0] ?? '')?.installPath ?? ''),
      room: STORAGES.map((uuid) => backupStorages.find(uuid)?.availableCapacity ?? 0),
      tags: tags.listSystemTags(IMAGES[0] ?? '').length,
      isMade: images.find(MADE)?.name === 'made',
      chance: String(this.world.chance.state),
    };
  }

  onDisk(): Model {
    const column = (sql: string) => this.raw(sql) as never[];
    const inImages = (field: string) =>
      IMAGES.flatMap((uuid) => column(`select ${field} from images where uuid = '${uuid}'`));
    return {
      names: inImages('name'),
      sizes: inImages('actual_size'),
      paths: IMAGES.flatMap((uuid) =>
        column(
          `select install_path from image_backup_storage_refs where image_uuid = '${uuid}' and backup_storage_uuid = '${STORAGES[0]}'`,
        ),
      ),
      room: STORAGES.flatMap((uuid) =>
        column(`select available_capacity from backup_storages where uuid = '${uuid}'`),
      ),
      tags: column(`select uuid from system_tags where resource_uuid = '${IMAGES[0]}'`).length,
      isMade: column(`select uuid from images where uuid = '${MADE}'`).length === 1,
      chance: String(
        JSON.parse(String(column("select value from settings where name = 'chance'")[0])),
      ),
    };
  }
}

test('whatever is undone, memory and disk, promises and chance are what is left', async () => {
  const emulator = await TestEmulator.start();
  const { world, database } = emulator.environment;
  const run = new Run(world, (sql) => database.prepare(sql).pluck().all());
  // The first commit saves where chance is.
  run.transaction({ kind: 'part', steps: [{ kind: 'chance' }], fails: false });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      for (const one of parts) run.transaction(one);
    }),
    { numRuns: 150, seed: 7, endOnFailure: true },
  );
});
