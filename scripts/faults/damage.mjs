// `npm run faults:damage [-- --short]`: a data directory with some life in it, damaged at random (bits, bytes, pages,
// cuts; of the databases and of the log that a kill left), then started and used. A start is refused by one sentence,
// or the emulator works; nobody hangs, crashes or says words of SQLite, and a world that turns out damaged while it is
// in use takes no more writes.
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Emulator, isRaw, random, Report, temporaryFolder } from './emulator.mjs';

const isShort = process.argv.includes('--short');
const TIMES = isShort ? 12 : Number(process.argv[2] ?? 200);
const SLOW = 30_000;

const folder = temporaryFolder();
const sound = join(folder, 'sound');
mkdirSync(sound);
await live(sound);

/** A world with images, deleted ones, jobs, an environment in a file, and a log that a kill left. */
async function live(data) {
  const emulator = await Emulator.start(data);
  await emulator.must('POST', `${emulator.control}/environments`, { name: 'w', storage: 'file' });
  for (let i = 0; i < 60; i++) {
    const { text } = await emulator.template(`image-${i}`);
    const { inventory } = JSON.parse(text);
    if (i % 3 === 0) await emulator.json('DELETE', `${emulator.v1}/images/${inventory.uuid}`);
  }
  // Some of it in the file, some in the log.
  await emulator.end('SIGTERM');
  const again = await Emulator.start(data);
  for (let i = 0; i < 20; i++) await again.template(`logged-${i}`);
  await again.end('SIGKILL');
}

/** Damages a file; answers how. */
function damage(path, below) {
  const bytes = readFileSync(path);
  const at = below(bytes.length);
  const length = [1, 16, 512, 4096][below(4)];
  const kinds = {
    'a bit': () => (bytes[at] ^= 1 << below(8)),
    bytes: () => bytes.fill(below(256), at, at + length),
    noise: () => {
      for (let i = at; i < Math.min(at + length, bytes.length); i++) bytes[i] = below(256);
    },
    'a cut': () => undefined,
    'a page of another place': () => {
      const page = 4096 * below(Math.max(1, Math.floor(bytes.length / 4096)));
      bytes.copy(bytes, 4096 * Math.floor(at / 4096), page, page + 4096);
    },
  };
  const names = Object.keys(kinds);
  const kind = names[below(names.length)];
  kinds[kind]();
  writeFileSync(path, kind === 'a cut' ? bytes.subarray(0, at) : bytes);
  return `${kind} at ${at} (${length})`;
}

const report = new Report();

/** Calls an address that may be refused, in words of ours. */
async function ask(emulator, where, method, url, body) {
  try {
    const answer = await emulator.json(method, url, body);
    report.most('slowest answer, ms', answer.milliseconds);
    report.expect(
      !isRaw(answer.text),
      `${where}: ${method} ${url}: raw words: ${answer.text.slice(0, 200)}`,
    );
    report.expect(
      answer.status !== 500,
      `${where}: ${method} ${url}: 500 ${answer.text.slice(0, 200)}`,
    );
    return answer;
  } catch (error) {
    report.wrong(`${where}: ${method} ${url}: no answer (${error.cause?.code ?? error.name})`);
    return { status: 0, text: '' };
  }
}

async function use(emulator, where) {
  const { v1, control } = emulator;
  let refused = false;
  for (const [method, url, body] of [
    ['GET', `${v1}/images`],
    ['GET', `${v1}/zones`],
    ['GET', `${control}/environments`],
    ['GET', `${control}/invariants`],
    ['GET', `${emulator.base}/environments/w/zstack/v1/images`],
  ]) {
    const { status, text } = await ask(emulator, where, method, url, body);
    if (status === 503 && /damaged/.test(text)) refused = true;
  }
  for (let i = 0; i < 5; i++) {
    const { status, text } = await emulator
      .template(`after-${i}`)
      .catch(() => ({ status: 0, text: 'no answer' }));
    report.expect(
      status !== 500 && status !== 0 && !isRaw(text),
      `${where}: a template: ${status} ${text.slice(0, 200)}`,
    );
    if (status === 503 && /damaged/.test(text)) refused = true;
    else if (refused && status === 200) {
      // Read as damaged by one, written by another: no write may be taken any more.
      report.wrong(`${where}: a write was taken after damage was met`);
    }
  }
  const ready = await emulator.json('GET', `${emulator.base}/readyz`);
  report.count(refused ? 'damage met while in use: no more writes' : 'used without a difference');
  report.expect(!refused || ready.status === 503, `${where}: damaged, and ready`);
}

for (let i = 0; i < TIMES; i++) {
  const below = random(i);
  const data = join(folder, 'data');
  rmSync(data, { recursive: true, force: true });
  cpSync(sound, data, { recursive: true });
  const files = ['default.sqlite', 'default.sqlite-wal', join('environments', 'w.sqlite')];
  const file = files[below(10) < 6 ? 0 : below(10) < 7 ? 1 : 2];
  if (statSync(join(data, file), { throwIfNoEntry: false }) === undefined) continue;
  const where = `damage ${i}: ${file}: ${damage(join(data, file), below)}`;
  report.count(`damaged: ${file}`);
  const started = performance.now();
  try {
    const emulator = await Emulator.start(data);
    report.count(
      /set aside/.test(emulator.said.stderr)
        ? 'environment set aside, the others started'
        : 'started',
    );
    await use(emulator, where);
    const code = await emulator.end('SIGTERM');
    report.expect(code === 0, `${where}: ended with ${code}: ${emulator.said.stderr.slice(-300)}`);
  } catch (error) {
    if (error.code === 1) {
      report.count('start refused by one sentence');
      const said = error.message.slice('ended with 1: '.length).trim();
      report.expect(
        said.split('\n').length === 1 && !/\bat \S+ \(/.test(said),
        `${where}: ${said}`,
      );
    } else report.wrong(`${where}: ${error.message}`);
  }
  report.expect(performance.now() - started < SLOW, `${where}: took long`);
}
report.end();
