import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_SESSION, SEED, type Json } from '../support/emulator';
import { EmulatorProcess, MAIN, runCommand, temporaryFolder, type Ended } from '../support/process';

let emulator: EmulatorProcess;
const url = () => emulator.url.replace('/zstack', '');
const run = (...words: string[]) => runCommand(['images', ...words], { EMULATOR_URL: url() });

async function printed(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...words);
  expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
  return stdout;
}

const json = async (...words: string[]): Promise<Json> =>
  JSON.parse(await printed(...words, '--json'));

/** What a refusal says; nothing is printed beside it. */
async function refused(ended: Promise<Ended>, code = 1): Promise<string> {
  const { stderr, ...rest } = await ended;
  expect(rest).toEqual({ code, stdout: '' });
  return stderr;
}

const named = (images: Json[]) => images.map(({ name }) => name);

beforeEach(async () => {
  emulator = await EmulatorProcess.start(':memory:');
});

test('images are listed: all, by a condition of the query language, sorted, in pages', async () => {
  expect(await printed('list')).toMatch(
    /^UUID +NAME +STATUS .*\n1a0{10}40008000000000000001 {2}centos-7\.9 +Ready +Enabled /,
  );
  const large = await json('list', '--where', 'size > 20000000000', '--sort=-size');
  expect(named(large)).toEqual(['windows-2019', 'centos-7.9']);
  const page = ['--sort', 'name', '--start', '1', '--limit', '2'];
  const { stdout, stderr } = await run('list', ...page, '--json');
  expect(named(JSON.parse(stdout))).toEqual(['deleted-yesterday', 'retired']);
  expect(stderr).toBe('2 more; see --limit and --start\n');
  expect(await printed('list', '--where', "name = 'nobody'")).toBe('there are no such images\n');
  expect(await json('list', '--where', "name = 'nobody'")).toEqual([]);
  expect(await refused(run('list', '--where', "colour = 'red'"))).toMatch(
    /^refused: inventory class\[.*\] not having field\[colour\]\nA condition looks like --where /,
  );
  expect(await refused(run('list', '--sort', 'name; query vminstance'), 2)).toContain('--sort is');
});

test('one is shown by its name or uuid; what is not there, or there twice, is told with what to do', async () => {
  expect(await printed('show', 'centos-7.9')).toMatch(
    /^uuid +1a0[^]*\non bac0\S+ {2}Ready {2}zstore:/,
  );
  expect(await json('show', SEED.images.linux)).toMatchObject({ name: 'centos-7.9' });
  expect(await refused(run('show', 'centos-7.8'))).toBe(
    "there is no image 'centos-7.8' (did you mean 'centos-7.9'?)\n'zstack-emulator images list' shows which there are.\n",
  );
  await printed('add', 'twice', '--from', 'http://mirror/a.qcow2');
  await printed('add', 'twice', '--from', 'http://mirror/b.qcow2');
  expect(await refused(run('show', 'twice'))).toMatch(
    /^several images are called 'twice'; say which by its uuid:\n( {2}[0-9a-f]{32} {2}Ready\n){2}$/,
  );
});

test('an image is added from an address, and of a file whose bytes come back', async () => {
  const dvd = ['add', 'dvd', '--from', 'http://mirror/dvd.iso?v=1', '--storage', 'imagestore-1'];
  expect(await json(...dvd, 'sftp-1', '--description', 'two of them')).toMatchObject({
    status: 'Ready',
    format: 'iso',
    mediaType: 'ISO',
    description: 'two of them',
    backupStorageRefs: [
      { backupStorageUuid: SEED.backupStorages.imageStore },
      { backupStorageUuid: SEED.backupStorages.sftp },
    ],
  });
  const folder = temporaryFolder();
  expect(await refused(run('add', 'no-file', '--file', folder))).toBe(
    `${folder} is no file, but a directory or a device\n`,
  );
  const file = join(folder, 'disk.raw');
  writeFileSync(file, Buffer.alloc(70_000, 'bytes of a disk'));
  const mine = await json('add', 'mine', '--file', file, '--storage', 'imagestore-1');
  expect(mine).toMatchObject({ status: 'Ready', format: 'raw', actualSize: 70_000 });
  const out = join(folder, 'back.raw');
  expect(await printed('export', 'mine', '--out', out)).toBe(`wrote mine to ${out} (68.4 KiB)\n`);
  expect(readFileSync(out).equals(readFileSync(file))).toBe(true);
  expect((await fetch((await printed('export', 'mine')).trim())).status).toBe(200);
  expect(await refused(run('add', 'x', '--file', join(folder, 'none')))).toContain(
    'there is no file',
  );
  expect(await refused(run('add', 'x'), 2)).toContain('--from ADDRESS, or --file FILE');
  const missing = run('add', 'x', '--from', 'http://mirror/a.iso', '--storage', 'imagestore-2');
  expect(await refused(missing)).toContain("(did you mean 'imagestore-1'?)");
});

test('a template of a VM, a data volume: waited for, or the job alone', async () => {
  expect(await json('template', 'golden', '--vm', 'web-1')).toMatchObject({
    url: `volume://${SEED.volumes.runningLinux}`,
    status: 'Ready',
    mediaType: 'RootVolumeTemplate',
  });
  const data = await json('template', 'data', '--volume', 'd0000000000040008000000000000101');
  expect(data.mediaType).toBe('DataVolumeTemplate');
  expect(await refused(run('template', 'no', '--vm', 'starting-1'))).toMatch(
    /^refused: failed to create image .*: current vm instance state\[Starting\] .*\n'zstack-emulator explain d0/,
  );
  const full = ['--vm', 'web-1', '--storage', 'imagestore-nearly-full'];
  expect(await refused(run('template', 'no', ...full))).toMatch(
    /^refused: unable to allocate backup storage specified by uuids\[\w+\]: backup storage\[uuid:\w+\] can not satisfy .*\]\n'zstack-emulator/,
  );
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  const { jobUuid } = await json('template', 'later', '--vm', 'web-1', '--no-wait');
  expect(await json('show', 'later')).toMatchObject({ status: 'Creating' });
  expect((await emulator.get(`/v1/api-jobs/${jobUuid}`)).status).toBe(202);
  expect(await refused(run('template', 'no'), 2)).toContain('--vm, --volume or --snapshot');
});

test('who no longer waits is told that the job goes on', async () => {
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  const child = spawn(process.execPath, [MAIN, 'images', 'template', 'slow', '--vm', 'web-1'], {
    env: { PATH: process.env['PATH'], EMULATOR_URL: url() },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close');
  // In a log a plain line says how far it is.
  await once(child.stderr, 'data');
  child.kill('SIGINT');
  expect(await ended).toEqual([1, null]);
  expect(stderr).toMatch(
    /^making slow: 0 %\nno longer waiting; job [0-9a-f]{32} goes on: 'zstack-emulator explain /,
  );
});

test('images are changed, deleted, taken back and expunged', async () => {
  expect(await json('update', 'retired', '--name', 'old')).toMatchObject({ name: 'old' });
  expect(await printed('enable', 'old')).toBe('enabled old\n');
  expect(await printed('disable', 'old', 'centos-7.9')).toBe('disabled old\ndisabled centos-7.9\n');
  expect(await json('delete', 'old')).toEqual([expect.stringMatching(/^1a0/)]);
  expect(await printed('recover', 'old')).toBe('recovered old\n');
  expect(await json('show', 'old')).toMatchObject({ status: 'Ready', state: 'Disabled' });
  expect(await printed('delete', 'centos-7.9', '--storage', 'sftp-1')).toBe('deleted centos-7.9\n');
  expect(
    (await json('show', 'centos-7.9')).backupStorageRefs.map(({ status }: Json) => status),
  ).toEqual(['Ready', 'Deleted']);
  expect(await printed('delete', 'old', '--expunge')).toBe('deleted and expunged old\n');
  // An upload that nobody brought is gone with its deletion.
  await fetch(`${emulator.url}/v1/images`, {
    method: 'POST',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
    body: JSON.stringify({
      params: {
        name: 'half',
        url: 'upload://half',
        format: 'raw',
        backupStorageUuids: [SEED.backupStorages.imageStore],
      },
    }),
  });
  expect(await printed('delete', 'half', '--expunge')).toBe('deleted and expunged half\n');
  expect(await printed('expunge', 'deleted-yesterday')).toBe('expunged deleted-yesterday\n');
  expect(await refused(run('expunge', 'windows-2019'))).toMatch(
    /is not deleted on any backup storage\n'zstack-emulator explain \w+ --operation ExpungeImage'/,
  );
  expect(await refused(run('update', 'windows-2019'), 2)).toContain('say what changes');
});

test('who asks is said, or the admin of the seeds; sessions that it opens end with it', async () => {
  const alice = ['--account', 'alice', '--password', 'alice-password'];
  expect(await json('list', ...alice)).toEqual([]);
  expect(await refused(run('list', '--session', '5e55000000004000800000000000abcd'))).toBe(
    'refused: Session expired\nSay who asks with --session, --account or --access-key. An emulator prints a session and a password at its start.\n',
  );
  const made = await runCommand(
    ['environments', 'create', 'bare', '--from-seed', 'empty', '--json'],
    { EMULATOR_URL: url() },
  );
  expect(made.code).toBe(0);
  expect(await json('list', '--environment', 'bare')).toEqual([]);
  const missing = await refused(run('list', '--environment', 'nobody'));
  expect(missing).toBe(
    "there is no environment 'nobody'\n'zstack-emulator environments list' shows which there are.\n",
  );
  const nobody = runCommand(['images', 'list'], { EMULATOR_URL: 'http://127.0.0.1:9' });
  expect(await refused(nobody)).toContain('http://127.0.0.1:9');
});
