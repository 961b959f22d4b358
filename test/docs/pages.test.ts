import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
  const { body } = await emulator.anonymous.get('/emulator/v1/environments');
  const names = body.inventories.map(({ name }: { name: string }) => name);
  expect(names).toEqual(['default', 'from-a-colleague']);
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
