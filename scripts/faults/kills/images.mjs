// A client that makes images, renames, deletes, recovers, expunges and exports them.
import { IMAGE_STORE, ROOT_VOLUME } from '../emulator.mjs';
import { Client, Known } from './client.mjs';

const CEPH = 'bac00000000040008000000000000003';
/** What is downloaded to it takes time: jobs are under way when the process is killed. It exports nothing. */
export const SLOW_STORAGE = 'bac00000000040008000000000000002';
const MOST = 12;

export class ImageClient extends Client {
  #images = new Map();
  /** Addresses of jobs that were accepted, by their image. */
  #jobs = new Map();
  #slow = new Set();

  async act() {
    const { v1 } = this.emulator;
    const all = [...this.#images];
    if (all.length < 3 || (all.length < MOST && this.below(3) === 0)) return this.#make();
    const [uuid, known] = this.pick(all);
    const { state } = known;
    const address = `${v1}/images/${uuid}`;
    if (state === 'gone') return void this.#images.delete(uuid);
    // Its job may be under way.
    if (this.#jobs.has(uuid)) return this.ask('GET', address, undefined, { as: 'read' });
    if (state.status === 'Deleted') {
      if (this.below(3) === 0) {
        return known.become({ ...state, status: 'Ready' }, () =>
          this.ask('PUT', `${address}/actions`, { recoverImage: {} }),
        );
      }
      return known.become('gone', () =>
        this.ask('PUT', `${address}/actions`, { expungeImage: {} }),
      );
    }
    switch (this.below(5)) {
      case 0: {
        const name = `renamed-${this.count++}`;
        return known.become({ ...state, name }, () =>
          this.ask('PUT', `${address}/actions`, { updateImage: { name } }),
        );
      }
      case 1:
        if (this.#slow.has(uuid)) return undefined;
        return known.become({ ...state, exported: true }, () =>
          this.ask('PUT', `${v1}/backup-storage/${IMAGE_STORE}/actions`, {
            exportImageFromBackupStorage: { imageUuid: uuid },
          }),
        );
      case 2:
        return known.become({ ...state, status: 'Deleted' }, () => this.ask('DELETE', address));
      default:
        return this.ask('GET', address, undefined, { as: 'read' });
    }
  }

  async #make() {
    const { v1 } = this.emulator;
    const uuid = this.newUuid();
    const name = `made-${uuid}`;
    const known = new Known('gone');
    this.#images.set(uuid, known);
    const state = { name, status: 'Ready', exported: false };
    const given = { name, resourceUuid: uuid };
    const template = `${v1}/images/root-volume-templates/from/volumes/${ROOT_VOLUME}`;
    const kind = this.below(3);
    if (kind === 0) {
      return known.become(state, () =>
        this.ask('POST', template, { params: { ...given, backupStorageUuids: [IMAGE_STORE] } }),
      );
    }
    if (kind === 1) {
      const url = `http://x/${name}.qcow2#actualSize=1M`;
      const backupStorageUuids = [IMAGE_STORE, CEPH];
      return known.become(state, () =>
        this.ask('POST', `${v1}/images`, {
          params: { ...given, url, format: 'qcow2', backupStorageUuids },
        }),
      );
    }
    this.#slow.add(uuid);
    await known.become(state, async () => {
      const { location } = await this.ask(
        'POST',
        `${v1}/images`,
        {
          params: {
            ...given,
            url: `http://x/${name}.qcow2#actualSize=2G`,
            format: 'qcow2',
            backupStorageUuids: [SLOW_STORAGE],
          },
        },
        { status: 202, headers: { Prefer: 'respond-async' }, as: 'job' },
      );
      this.#jobs.set(uuid, new URL(location).pathname);
    });
  }

  /** After a start, when all work is done: every job has ended well, every image is as it must be. */
  async judge() {
    const { base, v1 } = this.emulator;
    for (const [uuid, path] of this.#jobs) {
      const { status, text } = await this.emulator.call('GET', base + path);
      if (status !== 200) this.report.wrong(`the job of ${uuid}: ${status} ${text}`);
    }
    this.#jobs.clear();
    for (const [uuid, known] of this.#images) {
      const { inventories } = await this.emulator.must('GET', `${v1}/images/${uuid}`);
      const found = seen(inventories[0]);
      const before = String(known);
      if (!known.isSeenAs(found)) {
        this.report.count('acknowledged writes lost');
        this.report.wrong(`image ${uuid}: ${JSON.stringify(found)}, expected ${before}`);
        this.#images.delete(uuid);
      } else if (found.exported) await this.#judgeExport(inventories[0]);
    }
  }

  async #judgeExport({ uuid, backupStorageRefs }) {
    const { exportUrl } = backupStorageRefs.find((ref) => ref.exportUrl !== null);
    const address = new URL(exportUrl);
    const { status } = await this.emulator.call(
      'GET',
      address.pathname + address.search,
      undefined,
      {
        Range: 'bytes=0-99',
      },
    );
    if (status !== 206) this.report.wrong(`the export of ${uuid}: ${status}`);
  }
}

function seen(image) {
  if (image === undefined) return 'gone';
  const { name, status, backupStorageRefs } = image;
  return { name, status, exported: backupStorageRefs.some(({ exportUrl }) => exportUrl !== null) };
}
