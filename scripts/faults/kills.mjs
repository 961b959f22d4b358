// `npm run soak -- --cycles 200 [--seed 1]`, or `node scripts/faults/kills.mjs [--short]`: clients make, change and
// delete images, uploads and environments in files; the process is killed at a random moment, looked at by the doctor and started again. Every
// write that was acknowledged is there, what was not answered is done or not done, uploads go on and end with their
// bytes, jobs end, capacities add up and no law is broken.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { command, Emulator, random, Report, temporaryFolder } from './emulator.mjs';
import { sumsOf } from './kills/capacity.mjs';
import { ImageClient, SLOW_STORAGE } from './kills/images.mjs';
import { UploadClient } from './kills/uploads.mjs';
import { WorldClient } from './kills/worlds.mjs';

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
  },
});
const CYCLES = values.short ? 3 : Number(values.cycles);
if (!Number.isInteger(CYCLES) || CYCLES < 1) {
  console.error(`how many cycles? ${values.cycles} is no number`);
  process.exit(1);
}
/** The longest time under load, in ms. */
const LONGEST = 2_500;

const data = join(temporaryFolder(), 'data');
mkdirSync(data);
const report = new Report();
const below = random(`kills ${values.seed}`);
const clientOf = (Kind, name) => new Kind(name, random(`${values.seed} ${name}`), report);
const uploads = ['u1', 'u2'].map((name) => clientOf(UploadClient, name));
const clients = [
  ...['i1', 'i2', 'i3', 'i4'].map((name) => clientOf(ImageClient, name)),
  ...uploads,
  ...['w1', 'w2'].map((name) => clientOf(WorldClient, name)),
];

let emulator = await Emulator.start(data);
await prepare();
const fresh = await sumsOf(emulator);

/** Some work takes time, and no upload ends because time is moved. */
async function prepare() {
  const { v1, control } = emulator;
  const setting = `${v1}/global-configurations/image/upload.max.idle.duration.in.seconds/actions`;
  await emulator.must('PUT', setting, { updateGlobalConfig: { value: '1000000' } });
  await emulator.must('PUT', `${control}/progression`, {
    mode: 'timed',
    resourceUuid: SLOW_STORAGE,
  });
}

/** Load until the process is killed at a random moment; then the doctor looks at what is left. */
async function loadAndKill() {
  for (const client of clients) client.to(emulator);
  const load = Promise.all(clients.map((client) => client.run()));
  const killed = new Promise((resolve) => {
    setTimeout(resolve, below(below(2) === 0 ? LONGEST / 5 : LONGEST));
  }).then(() => emulator.end('SIGKILL'));
  await Promise.all([load, killed]);
  report.count('kills');
  const { code, output } = await command(['doctor', data]);
  report.expect(code === 0, `doctor: ${code} ${output}`);
}

async function judge() {
  const { control } = emulator;
  // Whatever was under way ends now.
  await emulator.must('POST', `${control}/clock/advance`, { params: { by: '60s' } });
  for (const client of clients) {
    client.to(emulator);
    await client.judge();
  }
  const { inventories } = await emulator.must('GET', `${control}/environments`);
  for (const { name } of inventories) {
    const broken = await emulator.brokenLaws(name);
    report.expect(broken.length === 0, `broken laws of ${name}: ${broken.join(', ')}`);
    report.count('worlds whose laws and capacities were looked at');
    const zstack = `${emulator.base}/environments/${name}/zstack/v1`;
    const sums = JSON.stringify(await sumsOf(emulator, zstack));
    report.expect(sums === JSON.stringify(fresh), `capacities of ${name}: ${sums}`);
  }
}

report.count('acknowledged writes lost', 0);
for (let cycle = 1; cycle <= CYCLES; cycle++) {
  await loadAndKill();
  const started = performance.now();
  emulator = await Emulator.start(data);
  report.most('slowest start after a kill, ms', performance.now() - started);
  await judge();
  if (cycle % 20 === 0) console.log(`${cycle} cycles`);
}
for (const client of uploads) await client.finish();
report.expect(
  !/defect/.test(emulator.said.stderr),
  `logged: ${emulator.said.stderr.slice(0, 500)}`,
);
await emulator.end();
const { code, output } = await command(['doctor', data]);
report.expect(code === 0, `doctor at the end: ${code} ${output}`);
report.end();
