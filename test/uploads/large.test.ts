import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ADMIN_SESSION, SEED, type Json } from '../support/emulator';
import { EmulatorProcess, temporaryFolder } from '../support/process';
import { bytesNamed } from '../support/slices';
import { upload } from '../support/upload';

const MIB = 2 ** 20;
const SLICE = 64 * MIB;
/** `npm run test:all` takes 4 GiB, `npm run uploads -- large` 64. */
const isLong = process.env['EMULATOR_DEMAND_TOOLS'] === '1';
const SLICES = Number(process.env['UPLOADS_SLICES'] ?? (isLong ? 64 : 6));
const UUID = 'feed0000000040008000000000000001';

/** The first bytes of each slice are its own; the rest of it is a hole. */
const HEAD = 64 * 1024;
const ZEROS = Buffer.alloc(MIB);

function* piecesOf(slice: number): Generator<Buffer> {
  yield bytesNamed(`slice ${slice}`, HEAD);
  yield ZEROS.subarray(HEAD);
  for (let i = 1; i < SLICE / MIB; i++) yield ZEROS;
}

/** Resident memory of a process, in bytes. */
function memoryOf(pid: number): number {
  const [, kilobytes = '0'] =
    /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** Asks again and again whether a process is well, beside what this thread does. */
const PROBE = `
const { get } = require('node:http');
const { parentPort, workerData } = require('node:worker_threads');
const took = [];
const end = new Int32Array(workerData.end);
const ask = () => {
  if (Atomics.load(end, 0) === 1) {
    parentPort.postMessage(took);
    return;
  }
  const begun = performance.now();
  get(workerData.origin + '/healthz', (response) => response.resume().on('end', () => {
    took.push(performance.now() - begun);
    setTimeout(ask, 10);
  }));
};
ask();
`;

/** Answers how long /healthz took each time, in ms, once it is ended. */
function askHealth(origin: string): { end: () => Promise<number[]> } {
  const end = new SharedArrayBuffer(4);
  const probe = new Worker(PROBE, { eval: true, workerData: { origin, end } });
  return {
    async end() {
      const told = once(probe, 'message') as Promise<[number[]]>;
      Atomics.store(new Int32Array(end), 0, 1);
      const [took] = await told;
      return took.toSorted((a, b) => a - b);
    },
  };
}

(process.platform === 'linux' ? test : test.skip)(
  'a large sparse image comes in slices: little memory, little disk, and others are answered meanwhile',
  async () => {
    const folder = temporaryFolder();
    const emulator = await EmulatorProcess.start(folder, { EMULATOR_LARGEST_IMAGE: '128G' });
    const origin = new URL(emulator.url).origin;
    const { imageStore } = SEED.backupStorages;
    const params = { name: 'large', resourceUuid: UUID, url: `upload://${UUID}/x`, format: 'raw' };
    const opened = await fetch(`${emulator.url}/v1/images`, {
      method: 'POST',
      headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
      body: JSON.stringify({ params: { ...params, backupStorageUuids: [imageStore] } }),
    });
    const { inventory } = (await opened.json()) as Json;
    const address = inventory.backupStorageRefs[0].installPath;
    const pid = emulator.process.pid ?? 0;
    const send = (slice: number) =>
      upload(address, {
        bytes: piecesOf(slice),
        headers: {
          'X-IMAGE-UUID': UUID,
          'X-IMAGE-SIZE': SLICES * SLICE,
          'X-SLICE-SIZE': SLICE,
          'X-SLICE-OFFSET': slice * SLICE,
        },
      });
    const idle = memoryOf(pid);
    // The buffers of the first slice are those of all others.
    expect(await send(0)).toMatchObject({ status: 200 });
    const before = memoryOf(pid);
    let most = before;
    const begun = performance.now();
    const health = askHealth(origin);
    let last = 0;
    for (let slice = 1; slice < SLICES; slice++) {
      last = performance.now();
      expect(await send(slice)).toMatchObject({ status: 200 });
      most = Math.max(most, memoryOf(pid));
    }
    const ended = performance.now();
    const took = await health.end();
    const worst = took.at(-1) ?? 0;
    const grown = (most - before) / 1e6;
    const sum = createHash('md5');
    for (let slice = 0; slice < SLICES; slice++)
      for (const piece of piecesOf(slice)) sum.update(piece);
    const md5Sum = sum.digest('hex');
    const image = (await (await emulator.get(`/v1/images/${UUID}`)).json()) as Json;
    expect(image.inventories[0]).toMatchObject({
      status: 'Ready',
      actualSize: SLICES * SLICE,
      md5Sum,
    });
    const blobs = join(folder, 'blobs');
    const [file = '', ...others] = readdirSync(blobs);
    expect(others).toEqual([]);
    const { size, blocks } = statSync(join(blobs, file));
    expect(size).toBe(SLICES * SLICE);
    // Of each slice its first bytes take room.
    expect(blocks * 512).toBeLessThan(SLICES * 4 * HEAD);
    if (SLICES > 6) {
      process.stderr.write(
        `${(size / 2 ** 30).toFixed(1)} GiB in slices of 64 MiB: ${((ended - begun) / 1000).toFixed(1)} s, ` +
          `the last slice ${Math.round(ended - last)} ms; memory ${(idle / 1e6).toFixed(0)} MB idle, ${(before / 1e6).toFixed(0)} MB after the first slice and at most ` +
          `${grown.toFixed(1)} MB more; /healthz ${took.length} times, at most ${worst.toFixed(1)} ms, ` +
          `99 of 100 within ${(took[Math.floor(took.length * 0.99)] ?? 0).toFixed(1)} ms; ` +
          `${(blocks / 2 / 1024).toFixed(1)} MiB on the disk\n`,
      );
    }
    // Buffers that wait for the collector, 64 KiB each: 10 to 20 MB, more where other programs keep it waiting.
    expect(grown).toBeLessThan(64);
    // A short run on a machine that does much else tells nothing of a few ms.
    if (SLICES > 6) expect(took[Math.floor(took.length * 0.95)]).toBeLessThan(50);
  },
  3_600_000,
);
