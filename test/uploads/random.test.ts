import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { runCommand, temporaryFolder } from '../support/process';
import { canMount, smallDisk, type SmallDisk } from '../support/small-disk';
import { RandomUploads, step, type Step } from './random-uploads';

/** `npm run uploads -- random` asks for more. */
const RUNS = Number(process.env['UPLOADS_RUNS'] ?? 2);
/** Each run takes a few megabytes of it. */
const DISK = 48 * 2 ** 20;
const note = canMount() ? '' : ' (without a full disk: none can be mounted here)';

test(`whatever clients send and whatever happens meanwhile, images have the bytes that clients were told of${note}`, async () => {
  const disk = smallDisk(DISK);
  const sum: Record<string, number> = {};
  const steps = fc.array(step, { minLength: 8, maxLength: 16 });
  const property = fc.asyncProperty(steps, async (taken) => {
    const { tally } = await runOnce(taken, disk);
    for (const [what, count] of Object.entries(tally)) sum[what] = (sum[what] ?? 0) + count;
  });
  try {
    await fc.assert(property, { numRuns: RUNS, endOnFailure: RUNS < 10 });
  } finally {
    disk?.unmount();
  }
  if (RUNS > 2) process.stderr.write(`${RUNS} runs: ${JSON.stringify(sum)}\n`);
}, 3_600_000);

let runs = 0;

async function runOnce(steps: readonly Step[], disk: SmallDisk | undefined) {
  const folder = join(disk?.folder ?? temporaryFolder(), `${runs++}`);
  const uploads = new RandomUploads(folder, disk);
  try {
    await uploads.start();
    for (const one of steps) await uploads.take(one);
    await uploads.finish();
    const doctor = await runCommand(['doctor', folder]);
    expect([doctor.code, doctor.stdout]).toEqual([0, expect.stringContaining('all is well')]);
  } finally {
    await uploads.end();
    disk?.makeRoom();
    rmSync(folder, { recursive: true, force: true });
  }
  return uploads;
}
