import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { EmulatorProcess, eventually, MAIN, runCommand, temporaryFolder } from '../support/process';
import { ADMIN_SESSION, SEED, type Json } from '../support/emulator';

let emulator: EmulatorProcess;
const url = () => emulator.url.replace('/zstack', '');
const run = (...words: string[]) => runCommand(words, { EMULATOR_URL: url() });

async function printed(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

const json = async (...words: string[]): Promise<Json> =>
  JSON.parse(await printed(...words, '--json'));

/** Begins a template and does not wait for it. */
const template = (name: string, environment = '') =>
  fetch(
    `${url()}${environment}/zstack/v1/images/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}`,
    {
      method: 'POST',
      headers: { Authorization: `OAuth ${ADMIN_SESSION}`, Prefer: 'respond-async' },
      body: JSON.stringify({ params: { name } }),
    },
  );

beforeEach(async () => {
  emulator = await EmulatorProcess.start(':memory:', { EMULATOR_REWIND: 'on' });
});

test('the clock is stopped, moved with what changes on the way, and runs again', async () => {
  expect(await json('clock', 'stop', '2030-01-01T00:00:00Z')).toMatchObject({
    mode: 'stopped',
    time: '2030-01-01T00:00:00.000Z',
  });
  await printed('progression', 'set', 'timed', '--kind', 'template');
  await template('slow');
  const told = await printed('clock', 'advance', '3d');
  expect(told).toMatch(/ {2}Image slow {2}status Creating -> Ready\n/);
  expect(told).toMatch(/it is 2030-01-04T00:00:00\.000Z \(stopped\); \d+ changes\n$/);
  const { changes, inventory, success } = await json('clock', 'advance', '2030-01-05T00:00:00Z');
  expect([changes, inventory.time, success]).toEqual([[], '2030-01-05T00:00:00.000Z', undefined]);
  expect(await printed('clock', 'run')).toMatch(/^time {2}2030-01-05T00:00.*\nmode {2}offset\n$/);
  expect((await json('clock', 'show')).mode).toBe('offset');
  const refused = await run('clock', 'advance', 'soon');
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining("'by' is 'soon': expected a duration such as 3d"),
  });
});

test('tasks are listed, done and failed by hand, in an environment of their own', async () => {
  await printed('environments', 'create', 'mine', '--from', 'default');
  const mine = ['--environment', 'mine'];
  expect(await printed('tasks', 'list', ...mine)).toBe('nothing is under way\n');
  await printed('progression', 'set', 'manual', ...mine);
  await template('slow', '/environments/mine');
  const [task] = await eventually(async () => {
    const found = (await json('tasks', 'list', ...mine)) as Json[];
    return found.some(({ step }) => step === 'start-creating-template') ? found : undefined;
  });
  expect(await json('tasks', 'list')).toEqual([]);
  expect(await printed('tasks', 'fail', String(task.id), '--details', 'a rat', ...mine)).toBe(
    `failed the job of task ${task.id}\n`,
  );
  expect(await printed('journal', ...mine)).toContain('CreateRootVolumeTemplateFromRootVolume');
  const again = await run('tasks', 'step', String(task.id), ...mine);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('there is no task')]);
  expect(await printed('progression', 'reset', ...mine)).toBe('slow work is immediate\n');
});

test('faults are added, listed, and taken away', async () => {
  const { uuid } = await json('faults', 'add', 'fail', '--operation', 'QueryImage', '--times', '1');
  expect(await printed('faults', 'list')).toContain(`${uuid}  fail  QueryImage  everything`);
  const asked = () =>
    fetch(`${emulator.url}/v1/images`, { headers: { Authorization: `OAuth ${ADMIN_SESSION}` } });
  expect([(await asked()).status, (await asked()).status]).toEqual([503, 200]);
  expect(await printed('journal', '--status', '503')).toMatch(
    /^ *\d+ {2}[\d:.]+ {2}503 {2}GET \/zstack\/v1\/images {2}QueryImage {2}\d+ ms {2}SYS\.1006 failed by a fault rule\n$/,
  );
  expect(await printed('faults', 'delete', uuid)).toBe(`deleted ${uuid}\n`);
  expect(await json('faults', 'list')).toEqual([]);
  const wrong = await run('faults', 'add', 'fail', '--operation', 'AddImages');
  expect([wrong.code, wrong.stderr]).toEqual([
    1,
    expect.stringContaining("(did you mean 'AddImage'?)"),
  ]);
  expect(await run('faults', 'add', 'fail', '--times', 'many')).toMatchObject({ code: 2 });
  expect(await printed('faults', 'points')).toMatch(/add-image\/take-room +yes\n/);
  expect(await printed('faults', 'clear')).toBe('there are no fault rules any more\n');
});

test('a resource is explained, and the laws of a world are judged', async () => {
  const told = await printed('explain', SEED.images.linux, '--operation', 'ExpungeImage');
  expect(told).toMatch(/^Image '.+' is Enabled, Ready\n/);
  expect(told).toMatch(/ExpungeImage would be refused now: .+\n$/);
  expect(await printed('laws')).toMatch(/^all \d+ laws hold\n$/);
  const nobody = await run('laws', '--environment', 'nobody');
  expect([nobody.code, nobody.stdout]).toEqual([1, '']);
});

test('the last writes are listed, and taken back', async () => {
  await printed('environments', 'create', 'past', '--from', 'default');
  const mine = ['--environment', 'past'];
  expect(await printed('history', ...mine)).toMatch(
    /^nothing was written since the history began\nIt begins anew after /,
  );
  await template('early', '/environments/past');
  expect(await printed('history', ...mine)).toMatch(
    /^WRITE +TIME +REQUEST +WHAT +JOB\nw1 +\S+ +1 +CreateRootVolumeTemplateFromRootVolume +[0-9a-f]{32}\n/,
  );
  // Its number there is the one here, and an age is no option.
  expect(await printed('journal', ...mine)).toMatch(/^ +1 {2}\S+ {2}20[02] {2}POST /);
  const early = await run('rewind', '-1x', ...mine);
  expect([early.code, early.stderr]).toEqual([1, expect.stringContaining("'-1x' is no point")]);
  expect((await run('rewind', '--bogus', ...mine)).code).toBe(2);
  expect(await printed('rewind', '-5m', ...mine)).toMatch(
    /took w1 back: CreateRootVolumeTemplateFromRootVolume, \S+Z\n$/,
  );
  expect(await json('history', ...mine)).toEqual([]);
  await template('again', '/environments/past');
  const [made] = await json('history', ...mine);
  expect(await printed('rewind', made.id, '--replay', ...mine)).toMatch(
    /took w\d+ back: \S+, \S+Z\nmade w\d+ again as w\d+: CreateRootVolumeTemplateFromRootVolume, answered 202\n$/,
  );
  const whole = await json('rewind', '-5m', '--replay', '-5m', ...mine);
  expect(whole).toMatchObject({ replay: { requests: [], stopped: null } });
  expect(whole.undone.length).toBeGreaterThan(0);
  await template('late', '/environments/past');
  const lost = await run('bisect', '--zql', "query image where name='late'", '--nothing', ...mine);
  expect([lost.code, lost.stdout]).toEqual([
    3,
    expect.stringMatching(/^it held until w\d+: \S+, \S+Z\nit does not hold now\n$/),
  ]);
  expect(await printed('bisect', '--law', 'capacity of backup storages', ...mine)).toMatch(
    /^no write of the last \d+ ended it: it held all the time; it holds now\n$/,
  );
  const { code, stderr } = await run('rewind', 'w1', ...mine);
  expect([code, stderr]).toEqual([1, expect.stringContaining('the history has no write w1')]);
});

test('a broken law is named with its rows, and is a problem', async () => {
  const folder = temporaryFolder();
  const other = await EmulatorProcess.start(folder);
  await other.end('SIGTERM');
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(`${folder}/default.sqlite`);
  database.prepare("update backup_storages set available_capacity = 1 where name = 'sftp-1'").run();
  database.close();
  const broken = await EmulatorProcess.start(folder);
  const { code, stdout } = await runCommand(['laws'], {
    EMULATOR_URL: broken.url.replace('/zstack', ''),
  });
  expect([code, stdout]).toEqual([
    3,
    expect.stringMatching(/^broken: capacity of backup storages\n {2}\{.*sftp-1/),
  ]);
});

test('a follower sees what comes, without colours where no terminal is', async () => {
  const child = spawn(process.execPath, [MAIN, 'journal', '--follow'], {
    env: { PATH: process.env['PATH'], EMULATOR_URL: url() },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await eventually(async () => {
    await fetch(`${emulator.url}/v1/nothing-at-all`);
    return text.includes('404') || undefined;
  });
  expect(text).toContain('GET /zstack/v1/nothing-at-all');
  expect(text).not.toContain('\u001b');
  const ended = once(child, 'close');
  child.kill('SIGINT');
  await ended;
});
