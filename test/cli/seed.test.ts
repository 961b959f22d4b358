import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, temporaryFolder } from '../support/process';

const good = 'version: 1\nzones:\n  - name: shop\n';

function seedFile(text: string): string {
  const file = join(temporaryFolder(), 'seed.yaml');
  writeFileSync(file, text);
  return file;
}

test('a seed that can be used is good, by its path and by its name', async () => {
  const file = seedFile(good);
  expect(await runCommand(['seed', 'check', file, 'default'])).toEqual({
    code: 0,
    stdout: `${file}: good (0 images, 0 backup storages)\ndefault: good (5 images, 7 backup storages)\n`,
    stderr: '',
  });
});

test('every problem of a seed is named with file, line and place, and the code is 3', async () => {
  const file = seedFile('version: 1\nzones:\n  - name: z\n    state: Asleep\n  - nme: y\n');
  const { code, stdout, stderr } = await runCommand(['seed', 'check', file]);
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  expect(stdout).toContain(`${file}:4: zones.0.state: `);
  expect(stdout).toContain(`${file}:5: zones.1`);
});

test('what no schema sees is seen, too: a world is made of the seed', async () => {
  const file = seedFile(
    'version: 1\nzones:\n  - name: z\nbackupStorages:\n  - { name: b, type: Ceph, url: x, totalCapacity: 1G, zones: [nowhere] }\n',
  );
  const { code, stdout } = await runCommand(['seed', 'check', file]);
  expect(code).toBe(3);
  expect(stdout).toContain("'nowhere'");
});

test('a seed that is not there is a problem, told in one line', async () => {
  const missing = join(temporaryFolder(), 'missing.yaml');
  const { code, stdout, stderr } = await runCommand(['seed', 'check', missing]);
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  expect(stdout).toContain(missing);
  expect(stdout.trim().split('\n')).toHaveLength(1);
});

test('scripts get a verdict on each seed', async () => {
  const file = seedFile(good);
  const wrong = seedFile('version: 2\n');
  const { code, stdout } = await runCommand(['seed', 'check', file, wrong, '--json']);
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toEqual([
    { seed: file, problems: [], images: 0, backupStorages: 0 },
    { seed: wrong, problems: [expect.stringContaining('version')], images: 0, backupStorages: 0 },
  ]);
});
