import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT, TestEmulator } from '../support/emulator';
import { temporaryFolder } from '../support/process';

const run = promisify(execFile);
const text = readFileSync(join(ROOT, 'docs', 'stories.md'), 'utf8');

/** Runs the block of a story as it stands in the docs; answers the lines that it prints. */
async function tell(title: string, emulator: TestEmulator): Promise<string[]> {
  const [, block] = new RegExp(`## ${title}\n[^]*?\`\`\`sh\n([^]*?)\`\`\``).exec(text) ?? [];
  if (block === undefined) throw new Error(`no story is called ${title}`);
  const script = `set -e\n${block.replaceAll('http://127.0.0.1:8080', emulator.url)}`;
  const { stdout } = await run('bash', ['-c', script], { cwd: temporaryFolder() });
  expect(emulator.brokenLaws()).toEqual({});
  return stdout.trimEnd().split('\n');
}

const last = (line: string | undefined) => line?.split(/\s+/).at(-1);

test('a golden image comes out of its export with the MD5 that was promised', async () => {
  const emulator = await TestEmulator.start();
  const [promised, got] = await tell('A golden image', emulator);
  expect(last(promised)).toMatch(/^[0-9a-f]{32}$/);
  expect(last(got)).toBe(last(promised));
});

test('an ISO is uploaded in slices, with an interruption in the middle', async () => {
  const emulator = await TestEmulator.start();
  const lines = await tell('An ISO in slices, with an interruption', emulator);
  expect(lines.slice(0, 3)).toEqual([
    'the second slice was cut off',
    'go on at 2000000',
    'status   Ready',
  ]);
  expect(last(lines[3])).toBe(last(lines[4]));
});

test('an image that was deleted by mistake comes back, and gives its bytes back when it is expunged', async () => {
  const emulator = await TestEmulator.start();
  expect(await tell('Deleted by mistake', emulator)).toEqual([
    'deleted:   Deleted, given back: 0',
    'recovered: Ready',
    'expunged:  undefined, given back: 11811160064',
  ]);
});

test('a storage that dies while an image is made does not take it along', async () => {
  const emulator = await TestEmulator.start({
    settings: { progression: 'timed' },
    realTime: true,
  });
  // 17 GiB at 12 GiB a second: time to die, and not too long to wait.
  emulator.environment.database
    .prepare('update backup_storages set bandwidth_bytes_per_second = ?')
    .run(12 * 2 ** 30);
  expect(await tell('A storage that dies', emulator)).toEqual([
    "status Ready, on [ 'bac00000000040008000000000000001' ]",
    'two is Disconnected',
  ]);
});

test('a backup becomes a template with the sum of the volume, which comes back, too', async () => {
  const emulator = await TestEmulator.start();
  const lines = await tell('A backup turned into a template', emulator);
  const [volume, damaged, template, restored] = lines.map(last);
  expect(volume).toMatch(/^[0-9a-f]{32}$/);
  expect(damaged).not.toBe(volume);
  expect([template, restored]).toEqual([volume, volume]);
});

test('a VM is moved to a new image and back, and its disk holds what it must', async () => {
  const emulator = await TestEmulator.start();
  const lines = await tell('A VM moved to a new image and back', emulator);
  const root = 'd0000000000040008000000000000002';
  expect([lines[0], lines[1], lines[4]]).toEqual([
    'centos-7.9, windows-2019',
    `moved: Linux, ${root}`,
    `back:  Windows, ${root}`,
  ]);
  const [image, disk, before, now] = [2, 3, 5, 6].map((i) => last(lines[i]));
  expect([disk, now]).toEqual([image, before]);
  for (const sum of [image, before]) expect(sum).toMatch(/^[0-9a-f]{32}$/);
  expect(before).not.toBe(image);
});

test('a guest is made anew, and the copy of what it was stands alone', async () => {
  const emulator = await TestEmulator.start();
  const lines = await tell('A guest made anew, and a copy that stands alone', emulator);
  expect(lines[0]).toBe('copy: Windows, Running');
  const [image, anew, before, copy] = [1, 2, 3, 4].map((i) => last(lines[i]));
  expect([anew, copy]).toEqual([image, before]);
  expect(before).not.toBe(image);
});

test('an OVA that was sent becomes a VM of a colleague, with the disk that was sent', async () => {
  const emulator = await TestEmulator.start();
  const lines = await tell('An OVA sent to a colleague', emulator);
  const [promised, got, descriptor, disk, vm, sent, held] = lines;
  expect(last(promised)).toMatch(/^[0-9a-f]{32}$/);
  expect(last(got)).toBe(last(promised));
  expect([descriptor, disk]).toEqual(['win-1.ovf: OK', 'win-1-disk1.vmdk: OK']);
  expect(vm).toBe('vm       mine, Windows Server 2019, Running');
  expect(last(held)).toBe(last(sent));
});

test('an image is carried to a second site, and comes back after its loss', async () => {
  const emulator = await TestEmulator.start();
  const lines = await tell('An image carried to a second site and back after its loss', emulator);
  const [first, away, then, on, back] = lines.map(last);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect([away, then, on, back]).toEqual([first, 'gone', 'Ready', first]);
});
