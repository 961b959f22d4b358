import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT, TestEmulator } from '../support/emulator';
import { freePort } from '../support/listener';
import { temporaryFolder } from '../support/process';

const run = promisify(execFile);

/** Runs every shell block of a page as it stands there, each in a shell of its own; answers what each printed. */
async function follow(page: string, emulator: TestEmulator): Promise<string[]> {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
  const cwd = temporaryFolder();
  const port = await freePort();
  const printed: string[] = [];
  for (const [, block = ''] of text.matchAll(/```sh\n([^]*?)```/g)) {
    const here = block
      .replaceAll('http://127.0.0.1:8080', emulator.url)
      .replaceAll('20001', String(port));
    const script = `set -e\n${here}`;
    const { stdout } = await run('bash', ['-c', script], { cwd });
    printed.push(stdout);
  }
  expect(emulator.brokenLaws()).toEqual({});
  return printed;
}

async function environmentsOf(emulator: TestEmulator): Promise<string[]> {
  const { body } = await emulator.anonymous.get('/emulator/v1/environments');
  return body.inventories.map(({ name }: { name: string }) => name);
}

test('the five minutes go as the page says, in an empty directory', async () => {
  const emulator = await TestEmulator.start();
  const [ready, made, session, added, failed, seen, reset, ported] = await follow(
    'five-minutes.md',
    emulator,
  );
  expect(ready).toContain('ready');
  expect(JSON.parse(made ?? '').inventory).toMatchObject({ name: 'mine', images: 5 });
  expect(JSON.parse(session ?? '').inventory.uuid).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.parse(added ?? '').total).toBe(1);
  expect(failed).toContain('http download failed');
  expect(failed).toContain('"total":0');
  expect(seen).toContain('"name":"ubuntu"');
  expect(JSON.parse(reset ?? '').inventory).toMatchObject({ name: 'mine', images: 5 });
  expect(ported).toContain('"name":"imagestore-1"');
});

test('the blocks of the page on environments work as they are pasted', async () => {
  const emulator = await TestEmulator.start();
  const before = await emulator.find('/images/1a000000000040008000000000000002');
  await follow('environments.md', emulator);
  const after = await emulator.find('/images/1a000000000040008000000000000002');
  expect([before.status, after.status]).toEqual(['Ready', 'Ready']);
  expect(await environmentsOf(emulator)).toEqual(['default', 'from-a-colleague']);
});

test('the page on rewinding shows a history, and takes a deletion back', async () => {
  const emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
  const [printed = ''] = await follow('rewind.md', emulator);
  expect(printed).toContain('"what":"DeleteImage"');
  expect(printed).toContain('"request":2');
  expect(await emulator.find('/images/1a000000000040008000000000000002')).toMatchObject({
    status: 'Ready',
  });
  expect((await emulator.call('GET', '/images?q=name=web')).body.inventories).toHaveLength(1);
});

test('the page on flaky tests finds the deletion, goes back before it, and tries the cure', async () => {
  const emulator = await TestEmulator.start({ settings: { rewind: 'on' }, realTime: true });
  const printed = await follow('flaky-tests.md', emulator);
  const [, ran, called, culprit, back, cured] = printed;
  expect(ran).toContain('"total":0');
  expect(called).toContain('"what":"UpdateVolume"');
  expect(called).toContain('"operation":"DeleteImage"');
  expect(culprit).toBe('"what":"DeleteImage"\n');
  expect(back).toContain('"what":"UpdateVolume"');
  expect(back).toContain('"total":1');
  expect(cured).toContain('"total":1');
  expect(await environmentsOf(emulator)).toEqual(['default']);
});

test('the page for who comes from a mock loses an answer, and shows what came of it', async () => {
  const emulator = await TestEmulator.start();
  const [made, rules, lost, verified] = await follow('from-a-mock.md', emulator);
  expect(made).toContain('"name":"from-a-mock"');
  expect(rules).toContain('"kind":"dropAfter"');
  expect(lost).toContain("no answer: curl's exit code is 52");
  expect(lost).toContain('"total":2');
  expect(verified).toContain('"matches":false,"count":2');
  expect(verified).toContain('"wanted":"name=wbe"');
  expect(await environmentsOf(emulator)).toEqual(['default']);
});

test.each(['from-a-mock.md', 'rewind.md'])(
  'the script of %s prints what stands beneath it',
  async (page) => {
    const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
    const [, code = '', output = ''] =
      /<!-- example: \S+ -->\s+```js\n([^]*?)```\s+```text\n([^]*?)```/.exec(text) ?? [];
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules', 'zstack-image-emulator'), 'junction');
    writeFileSync(join(folder, 'script.mjs'), code);
    const { stdout } = await run(process.execPath, ['script.mjs'], { cwd: folder });
    expect(stdout).toBe(output);
  },
);

test('the page on messages logs in, renames an image and finds it', async () => {
  const emulator = await TestEmulator.start({ realTime: true });
  const [login = '', renamed = '', found = ''] = await follow('message-api.md', emulator);
  const resultIn = (text: string) =>
    JSON.parse(JSON.parse(text.trim().split('\n').at(-1) ?? '').result);
  expect(resultIn(login)['org.zstack.header.identity.APILogInReply'].success).toBe(true);
  expect(resultIn(renamed)['org.zstack.header.image.APIUpdateImageEvent'].inventory.name).toBe(
    'renamed',
  );
  const { total, inventories } = resultIn(found)['org.zstack.header.image.APIQueryImageReply'];
  expect(inventories.map(({ name }: { name: string }) => name)).toContain('renamed');
  expect(total).toBe(inventories.length);
});

test('the page on tags makes a pattern, attaches it, finds it and takes it away', async () => {
  const emulator = await TestEmulator.start();
  const [printed] = await follow('tags.md', emulator);
  expect(printed).toContain('"tag":"os::centos::7.9"');
  expect(printed).toContain('"name":"centos-7.9"');
  expect(printed?.match(/"success":true,"error":null/g)?.length).toBe(5);
  expect(await emulator.find('/tags?q=name=os')).toMatchObject({ color: '#57D355' });
  expect((await emulator.call('GET', '/user-tags')).body.inventories).toEqual([]);
});

test('what the page copies runs as its document shows it', async () => {
  const emulator = await TestEmulator.start();
  const [answered = ''] = await follow('page.md', emulator);
  expect(JSON.parse(answered).inventories).toHaveLength(1);
});
