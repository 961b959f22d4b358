// A client that makes environments in files, forks, resets, snapshots, exports, imports and deletes them.
import { IMAGE_STORE, ROOT_VOLUME } from '../emulator.mjs';
import { Client, Known } from './client.mjs';

const MOST = 4;

export class WorldClient extends Client {
  #worlds = new Map();
  /** Exported worlds, as files, and the names of their images. */
  #exports = [];

  async act() {
    const all = [...this.#worlds];
    if (all.length < 2 || (all.length < MOST && this.below(4) === 0)) return this.#make();
    const [name, known] = this.pick(all);
    const { state } = known;
    if (state === 'none') return void this.#worlds.delete(name);
    const address = `${this.emulator.control}/environments/${name}`;
    const snapshots = Object.keys(state.snapshots);
    const snapshot = this.pick(snapshots);
    switch (this.below(9)) {
      case 0:
        if (snapshots.length > 3) {
          const { [snapshot]: _, ...others } = state.snapshots;
          return known.become({ ...state, snapshots: others }, () =>
            this.ask('DELETE', `${address}/snapshots/${snapshot}`),
          );
        }
        return this.#snapshot(known, address);
      case 1:
        if (!snapshot) return this.#snapshot(known, address);
        return known.become({ ...state, images: state.snapshots[snapshot] }, () =>
          this.ask('POST', `${address}/snapshots/${snapshot}/restore`),
        );
      case 2:
        return this.#export(state, address);
      case 3:
        return this.#import(known, address);
      case 4:
        if (state.origin === undefined) return;
        return known.become({ ...state, images: state.origin }, () =>
          this.ask('POST', `${address}/reset`),
        );
      case 5:
        return known.become('none', () => this.ask('DELETE', address));
      default:
        return this.#template(known, name);
    }
  }

  async #make() {
    const name = `${this.name}-${this.count++}`;
    const others = [...this.#worlds].filter(([, { state }]) => state !== 'none');
    const [from, known] = this.below(2) === 0 ? (this.pick(others) ?? []) : [];
    const images = known ? known.state.images : [];
    const made = new Known('none');
    this.#worlds.set(name, made);
    return made.become({ images, snapshots: {}, origin: images }, () =>
      this.ask('POST', `${this.emulator.control}/environments`, {
        name,
        storage: 'file',
        from: from ? { environment: from } : { seed: 'default' },
      }),
    );
  }

  #snapshot(known, address) {
    const name = `s${this.count++}`;
    const { state } = known;
    const snapshots = { ...state.snapshots, [name]: state.images };
    return known.become({ ...state, snapshots }, () =>
      this.ask('POST', `${address}/snapshots`, { name }),
    );
  }

  #template(known, world) {
    const name = `in-${this.count++}`;
    const { state } = known;
    const zstack = `${this.emulator.base}/environments/${world}/zstack/v1`;
    return known.become({ ...state, images: [...state.images, name] }, () =>
      this.ask('POST', `${zstack}/images/root-volume-templates/from/volumes/${ROOT_VOLUME}`, {
        params: { name, backupStorageUuids: [IMAGE_STORE] },
      }),
    );
  }

  async #export({ images }, address) {
    const { bytes } = await this.ask('GET', `${address}/export?secrets=keep`, undefined, {
      as: 'read',
    });
    this.#exports = [...this.#exports.slice(-2), { bytes, images }];
    this.report.count('exports taken');
  }

  #import(known, address) {
    const exported = this.pick(this.#exports);
    if (!exported) return undefined;
    const { bytes, images } = exported;
    // What a reset of it leads to is not looked at.
    return known.become({ ...known.state, images, origin: undefined }, () =>
      this.ask('PUT', `${address}/import`, bytes),
    );
  }

  /** After a start: every environment is there, or not, with its images and snapshots. */
  async judge() {
    const { control, base } = this.emulator;
    const { inventories } = await this.emulator.must('GET', `${control}/environments`);
    for (const { name, problem } of inventories) {
      if (problem !== null) this.report.wrong(`${name}: ${problem}`);
    }
    const there = new Set(inventories.map(({ name }) => name));
    for (const [name, known] of this.#worlds) {
      let found = 'none';
      if (there.has(name)) {
        const query = `${base}/environments/${name}/zstack/v1/images?fields=name&limit=1000`;
        const images = (await this.emulator.must('GET', query)).inventories;
        const kept = await this.emulator.must('GET', `${control}/environments/${name}/snapshots`);
        found = {
          images: images.flatMap((image) => (image.name.startsWith('in-') ? [image.name] : [])),
          snapshots: kept.inventories.map((snapshot) => snapshot.name),
        };
      }
      if (known.isSeenAs(found, likeness)) continue;
      this.report.count('acknowledged writes lost');
      this.report.wrong(`${name}: ${JSON.stringify(found)}, expected ${known}`);
      this.#worlds.delete(name);
    }
  }
}

/** What can be seen of a state from outside: what a snapshot holds is seen when it is restored. */
function likeness(state) {
  if (state === 'none') return state;
  const { images, snapshots } = state;
  const names = Array.isArray(snapshots) ? snapshots : Object.keys(snapshots);
  return { images: sorted(images), snapshots: sorted(names) };
}

const sorted = (names) => names.toSorted((a, b) => (a < b ? -1 : 1));
