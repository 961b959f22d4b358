// `npm run faults:power [-- --short]`: an emulator with EMULATOR_DURABILITY=power is recorded while it works. Then the
// power is cut at each of its answers: of what it did until then only what was synced is left (and once more, with
// some of the rest). Everything that was answered must be there. The same with `process`, where something must be
// missing: otherwise the record would prove nothing. Needs strace.
import { createHash, randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Emulator, random, Report, temporaryFolder } from './emulator.mjs';
import { callsOf, Disk, recorder } from './recording.mjs';

const isShort = process.argv.includes('--short');
const ROUNDS = isShort ? 6 : Number(process.argv[2] ?? 60);

if (spawnSync('strace', ['--version']).error) {
  console.log('skipped: there is no strace');
  process.exit(0);
}

const report = new Report();
const folder = temporaryFolder();

/** Five clients that create, rename and delete; uploads, snapshots and environments in files. */
async function work(data, trace, durability) {
  const emulator = await Emulator.start(data, {
    env: { EMULATOR_DURABILITY: durability },
    before: recorder(trace),
  });
  const { v1, control } = emulator;
  const clients = Array.from({ length: 5 }, async (_, client) => {
    for (let i = 0; i < ROUNDS; i++) {
      const name = `made-${client}-${i}-x`;
      const answer = JSON.parse((await emulator.template(name)).text);
      const { uuid } = answer.inventory;
      if (i % 4 === 1) {
        const named = { name: `renamed-${client}-${i}-x` };
        await emulator.json('PUT', `${v1}/images/${uuid}/actions`, { updateImage: named });
      }
    }
  });
  await Promise.all(clients);
  for (let i = 0; i < Math.ceil(ROUNDS / 10); i++) {
    const uuid = randomUUID().replaceAll('-', '');
    const upload = await emulator.openUpload(uuid);
    const bytes = Buffer.alloc(200_000, `upload ${i}`);
    await emulator.slice(upload, bytes.subarray(0, 100_000), 0, 100_000, bytes.length);
    await emulator.slice(upload, bytes.subarray(100_000), 100_000, 100_000, bytes.length);
    await emulator.json('GET', `${v1}/images/${uuid}`);
    const environment = { name: `env-${i}-x`, storage: 'file' };
    await emulator.must('POST', `${control}/environments`, environment);
    await emulator.must('POST', `${control}/environments/${environment.name}/snapshots`, {
      name: `snap-${i}-x`,
    });
    await emulator.template(
      `in-env-${i}-x`,
      `${emulator.base}/environments/${environment.name}/zstack/v1`,
    );
  }
  await emulator.end('SIGTERM');
}

function judge(data, trace, durability) {
  const disk = new Disk(data);
  const told = new Told();
  const below = random(durability);
  let cuts = 0;
  let lost = 0;
  let checkedAt = 0;
  for (const call of callsOf(trace)) {
    const sent = disk.take(call);
    if (!sent || !told.hear(sent.toString('latin1'))) continue;
    // Looked at whenever an answer has told something new, and there is something to lose.
    for (const keeps of [() => false, () => below(2) === 0]) {
      const left = join(folder, 'left');
      rmSync(left, { recursive: true, force: true });
      disk.leave(left, keeps);
      const missing = told.missingIn(left, checkedAt++ % 10 === 0);
      cuts++;
      lost += missing.length;
      if (durability === 'power') for (const what of missing) report.wrong(`power: ${what}`);
      else
        for (const what of missing)
          report.expect(!/damaged|malformed/.test(what), `process: ${what}`);
    }
  }
  report.count(`${durability}: power cuts`, cuts);
  report.count(`${durability}: told`, told.count);
  report.count(`${durability}: told and lost, over all cuts`, lost);
  report.expect(cuts > 0, `${durability}: no answer was heard`);
  if (durability === 'process')
    report.expect(lost > 0, 'process: nothing was lost: the record drops nothing');
}

/** What clients were told by now. */
class Told {
  #images = new Map();
  #environments = new Set();
  #snapshots = new Map();
  #inEnvironments = new Map();
  /** How many bytes of an upload were acknowledged, by its image. */
  #slices = new Map();
  #lastUpload = '';

  get count() {
    return (
      this.#images.size +
      this.#environments.size +
      this.#snapshots.size +
      this.#inEnvironments.size +
      this.#slices.size
    );
  }

  /** Whether an answer tells something new. */
  hear(text) {
    if (!text.startsWith('HTTP/1.1 200')) return false;
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    let inventory;
    try {
      const answer = JSON.parse(body);
      // Uploads come one after the other.
      if (answer.completed === false) {
        this.#slices.set(this.#lastUpload, answer.offset);
        return true;
      }
      inventory = answer.inventory ?? answer.inventories?.[0];
    } catch {
      return false;
    }
    const { uuid, name, status, md5Sum } = inventory ?? {};
    const before = this.count;
    if (/^env-\d+-x$/.test(name)) this.#environments.add(name);
    else if (name?.startsWith('snap-')) this.#snapshots.set(name, inventory.environment);
    else if (name?.startsWith('in-env-')) this.#inEnvironments.set(uuid, name.slice('in-'.length));
    else if (/^(made|renamed|upload)-/.test(name)) {
      if (name.startsWith('upload')) this.#lastUpload = uuid;
      if (JSON.stringify(this.#images.get(uuid)) === JSON.stringify({ name, status, md5Sum }))
        return false;
      this.#images.set(uuid, { name, status, md5Sum });
      return true;
    }
    return this.count > before;
  }

  missingIn(folder, isThorough) {
    try {
      return [...this.#missingIn(folder, isThorough)];
    } catch (error) {
      return [`it cannot be opened: ${error.message}`];
    }
  }

  *#missingIn(folder, isThorough) {
    const path = join(folder, 'default.sqlite');
    if (!existsSync(path)) {
      yield 'default.sqlite is not there';
      return;
    }
    const database = new Database(path);
    try {
      if (isThorough) {
        const verdict = database.pragma('integrity_check(1)', { simple: true });
        if (verdict !== 'ok') yield `damaged: ${String(verdict)}`;
      }
      const find = database.prepare('select name, status, content_id from images where uuid = ?');
      for (const [uuid, { name, status, md5Sum }] of this.#images) {
        const row = find.get(uuid);
        const offset = this.#slices.get(uuid);
        if (offset !== undefined && row?.status === 'Downloading')
          yield* missingSlices(folder, uuid, offset);
        // A name that was given to it meanwhile may be on the disk before the answer that tells it.
        const names = [name, name.replace('made', 'renamed')];
        // What was not told yet may be true already.
        const isFurther = status === 'Downloading' && row?.status === 'Ready';
        if (!names.includes(row?.name) || (row?.status !== status && !isFurther))
          yield `${name}: ${JSON.stringify(row)}`;
        else if (name.startsWith('upload') && status === 'Ready')
          yield* wrongBytes(folder, row.content_id, md5Sum);
      }
    } finally {
      database.close();
    }
    for (const name of this.#environments) {
      if (!existsSync(join(folder, 'environments', `${name}.sqlite`))) yield `${name} is not there`;
    }
    for (const [name, environment] of this.#snapshots) {
      if (!existsSync(join(folder, 'snapshots', environment, `${name}.sqlite`)))
        yield `${name} is not there`;
    }
    for (const [uuid, name] of this.#inEnvironments) {
      const there = new Database(join(folder, 'environments', `${name}.sqlite`));
      if (!there.prepare('select 1 from images where uuid = ?').get(uuid))
        yield `${uuid} in ${name}`;
      there.close();
    }
  }
}

/** What was acknowledged of an upload: all of its bytes are of one letter after the other. */
function* missingSlices(folder, uuid, offset) {
  const blobs = join(folder, 'blobs');
  const name = existsSync(blobs) && readdirSync(blobs).find((one) => one.startsWith(uuid));
  const bytes = name ? readFileSync(join(blobs, name)).subarray(0, offset) : Buffer.alloc(0);
  if (bytes.length < offset || bytes.includes(0))
    yield `of ${uuid} ${offset} bytes were acknowledged, and ${bytes.length} are there`;
}

function* wrongBytes(folder, contentId, md5Sum) {
  const path = join(folder, 'blobs', contentId);
  if (!existsSync(path)) yield `the bytes ${contentId} are not there`;
  else {
    const found = createHash('md5').update(readFileSync(path)).digest('hex');
    if (found !== md5Sum) yield `the bytes ${contentId} have ${found} instead of ${md5Sum}`;
  }
}

for (const durability of ['power', 'process']) {
  const data = join(folder, durability);
  const trace = join(folder, `${durability}.trace`);
  mkdirSync(data);
  await work(data, trace, durability);
  judge(data, trace, durability);
}
report.end();
