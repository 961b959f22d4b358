// `npm run faults:disk [-- --short]`: every kind of request, with a disk that fails at each write that it does: full
// (ENOSPC, until there is room again), or broken (EIO: writes and syncs). Nothing may be lost or half done, and every
// refusal is one clear sentence within two seconds. Needs a C compiler.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { command, Emulator, isRaw, Report, temporaryFolder } from './emulator.mjs';
import { Faults, KINDS } from './shim.mjs';

const isShort = process.argv.includes('--short');
/** In the short form these many writes of a request fail, spread over all. */
const MOST = isShort ? 6 : Number(process.argv[2] ?? 250);
const SLOW = 2_000;

const folder = temporaryFolder();
const data = join(folder, 'data');
mkdirSync(data);
const faults = Faults.below(folder, data);
if (!faults) {
  console.log('skipped: there is no C compiler (cc)');
  process.exit(0);
}
const report = new Report();
const emulator = await Emulator.start(data, { env: faults.env });
const { v1, control } = emulator;
const environments = `${control}/environments`;
const uuid = () => randomUUID().replaceAll('-', '');
const acknowledged = new Set();
let count = 0;
const newName = (what) => `${what}-${count++}`;

/** A name that the request makes counts as acknowledged when it is answered by 200. */
async function naming(make) {
  const name = newName('made');
  const answer = await make(name);
  if (answer.status === 200) acknowledged.add(name);
  return answer;
}

await emulator.must('POST', environments, { name: 'w', storage: 'file' });
await emulator.must('POST', `${environments}/w/snapshots`, { name: 'kept' });
const exported = (await emulator.call('GET', `${environments}/default/export`)).bytes;
const bytes = Buffer.alloc(300_000, 'image');

/** Kinds of requests: what has to be there before (made while all is well), and the request. */
const REQUESTS = {
  'create a template': { send: () => naming((name) => emulator.template(name)) },
  'add an image': {
    send: () =>
      naming((name) =>
        emulator.json('POST', `${v1}/images`, {
          params: {
            name,
            url: 'http://x/a.qcow2',
            format: 'qcow2',
            backupStorageUuids: ['bac00000000040008000000000000001'],
          },
        }),
      ),
  },
  'a slice of an upload': {
    prepare: () => emulator.openUpload(uuid()),
    send: (upload) => emulator.slice(upload, bytes.subarray(0, 150_000), 0, 150_000, 300_000),
  },
  'the last slice of an upload': {
    async prepare() {
      const upload = await emulator.openUpload(uuid());
      await emulator.slice(upload, bytes.subarray(0, 150_000), 0, 150_000, 300_000);
      return upload;
    },
    send: (upload) => emulator.slice(upload, bytes.subarray(150_000), 150_000, 150_000, 300_000),
  },
  'delete an image': {
    prepare: async () => JSON.parse((await emulator.template(newName('gone'))).text).inventory.uuid,
    send: (image) => emulator.json('DELETE', `${v1}/images/${image}`),
  },
  'rename an image': {
    prepare: async () => JSON.parse((await emulator.template(newName('old'))).text).inventory.uuid,
    send: (image) =>
      emulator.json('PUT', `${v1}/images/${image}/actions`, {
        updateImage: { name: newName('new') },
      }),
  },
  'a zone': {
    send: () => emulator.json('POST', `${v1}/zones`, { params: { name: newName('zone') } }),
  },
  'advance the clock': {
    send: () => emulator.json('POST', `${control}/clock/advance`, { params: { by: '1s' } }),
  },
  'an environment in a file': madeEnvironment({ storage: 'file' }),
  'an environment in memory': madeEnvironment({}),
  'an environment of a seed in a file': madeEnvironment({
    storage: 'file',
    from: { seed: { version: 1, zones: [{ name: 'z-{n}', count: 300 }] } },
  }),
  'a snapshot': {
    send: async (_, name = newName('s')) => {
      const answer = await emulator.json('POST', `${environments}/w/snapshots`, { name });
      const there = await emulator.must('GET', `${environments}/w/snapshots`);
      const isThere = there.inventories.some((one) => one.name === name);
      report.expect(isThere === (answer.status === 200), `snapshot: ${answer.status}, ${isThere}`);
      return {
        ...answer,
        clean: () => emulator.json('DELETE', `${environments}/w/snapshots/${name}`),
      };
    },
  },
  'restore a snapshot': {
    send: () => emulator.json('POST', `${environments}/w/snapshots/kept/restore`),
  },
  'a reset': { send: () => emulator.json('POST', `${environments}/w/reset`) },
  'an export': { send: () => emulator.call('GET', `${environments}/default/export`) },
  'an import into an environment': {
    send: () => emulator.call('PUT', `${environments}/w/import`, exported),
  },
  'an import as a new one': {
    send: async () => {
      const name = newName('i');
      const answer = await emulator.call('PUT', `${environments}/${name}/import`, exported);
      return { ...answer, clean: () => emulator.json('DELETE', `${environments}/${name}`) };
    },
  },
  'delete an environment': {
    async prepare() {
      const name = newName('d');
      await emulator.must('POST', environments, { name, storage: 'file' });
      return name;
    },
    send: async (name) => ({
      ...(await emulator.json('DELETE', `${environments}/${name}`)),
      clean: () => emulator.json('DELETE', `${environments}/${name}`),
    }),
  },
};

function madeEnvironment(wanted) {
  return {
    send: async () => {
      const name = newName('e');
      const answer = await emulator.json('POST', environments, { name, ...wanted });
      const found = await emulator.json('GET', `${environments}/${name}`);
      const isThere = found.status === 200 && JSON.parse(found.text).inventories?.length !== 0;
      report.expect(
        isThere === (answer.status === 200),
        `${JSON.stringify(wanted)}: ${answer.status} ${answer.text}, but it is ${isThere ? '' : 'not '}there`,
      );
      return { ...answer, clean: () => emulator.json('DELETE', `${environments}/${name}`) };
    },
  };
}

const FAULTS = [
  {
    error: 'ENOSPC',
    kinds: KINDS.room,
    words: /no space left|no room left|cannot be opened or made|disk is full/,
  },
  {
    error: 'EIO',
    kinds: KINDS.room + KINDS.sync,
    words: /input\/output error|no room left|cannot be opened/,
  },
];

async function once({ prepare, send }, what, fault, after) {
  const prepared = await prepare?.();
  faults.arm({ ...fault, after });
  let answer;
  try {
    answer = await send(prepared);
  } catch (error) {
    report.wrong(`${what}: no answer (${error.cause?.code ?? error.name}) at write ${after}`);
  }
  const failed = faults.disarm();
  if (answer) judge(answer, what, fault, after, failed);
  await answer?.clean?.();
  return failed;
}

function judge({ status, text, milliseconds }, what, { error, words }, after, failed) {
  const where = `${what}, ${error} at write ${after}`;
  report.most('slowest answer, ms', milliseconds);
  report.expect(milliseconds < SLOW, `${where}: answered after ${Math.round(milliseconds)} ms`);
  report.expect(!isRaw(text), `${where}: raw words: ${text.slice(0, 300)}`);
  if (status === 200) {
    report.count(failed > 0 ? `${error}: answered by 200 all the same` : 'all well');
    return;
  }
  report.count(`${error}: refused`);
  report.expect(failed > 0, `${where}: ${status} although nothing failed: ${text}`);
  report.expect(status === 503 || status === 507, `${where}: ${status} ${text}`);
  report.expect(words.test(text), `${where}: other words: ${text}`);
}

for (const [what, request] of Object.entries(REQUESTS)) {
  for (const fault of FAULTS) {
    // How many writes it does when all is well.
    let most = 0;
    const far = await once(request, what, fault, 1_000_000).catch(() => 0);
    report.expect(far === 0, `${what}: something failed that was not to`);
    for (let after = 1; after <= MOST; after++) {
      const failed = await once(request, what, fault, isShort ? 2 ** (after - 1) : after);
      if (failed === 0) break;
      most = after;
      report.count(`${fault.error}: tried`);
    }
    report.count(`${fault.error} at each of the writes of a request: most`, 0);
    report.most(`${fault.error} at each of the writes of a request: most`, most);
    const broken = [...(await emulator.brokenLaws()), ...(await emulator.brokenLaws('w'))];
    report.expect(
      broken.length === 0,
      `${what}, ${fault.error}: broken laws: ${broken.join(', ')}`,
    );
    const probe = await naming((name) => emulator.template(name));
    report.expect(
      probe.status === 200,
      `after ${what}, ${fault.error}: ${probe.status} ${probe.text}`,
    );
    const { inventories } = await emulator.must('GET', environments);
    for (const { name, problem } of inventories) {
      report.expect(problem === null, `after ${what}, ${fault.error}: ${name}: ${problem}`);
    }
    const temporary = join(data, 'temporary');
    // Folders there are contents of images that copies in memory use.
    const entries = existsSync(temporary) ? readdirSync(temporary, { withFileTypes: true }) : [];
    const left = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    report.expect(
      left.length === 0,
      `after ${what}, ${fault.error}: left in temporary/: ${left.join(', ')}`,
    );
  }
}

report.expect(
  !/defect/.test(emulator.said.stderr),
  `logged: ${emulator.said.stderr.slice(0, 500)}`,
);
await emulator.end('SIGKILL');
const { code, output } = await command(['doctor', data]);
report.expect(code === 0, `doctor after the kill: ${code} ${output}`);
const again = await Emulator.start(data);
const names = await again.names();
const lost = [...acknowledged].filter((name) => !names.has(name));
report.count('acknowledged', acknowledged.size);
report.expect(lost.length === 0, `lost: ${lost.join(', ')}`);
report.expect(!existsSync(join(data, 'set-aside')), 'something was set aside');
await again.end();
faults.close();
report.end();
