import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/emulator';
import { Project } from '../support/package';

/** What an example needs beside the emulator, and what it says. */
const EXAMPLES: Readonly<Record<string, { tools: readonly string[]; says: RegExp }>> = {
  jest: { tools: ['jest'], says: /Tests: +1 passed, 1 total/ },
  vitest: { tools: ['vitest'], says: /Tests +2 passed \(2\)/ },
  'node-test': { tools: [], says: /[#ℹ] pass 2\n[#ℹ] fail 0/ },
};

let project: Project;
beforeAll(async () => {
  project = await Project.create(Object.values(EXAMPLES).flatMap(({ tools }) => tools));
});
afterAll(() => project.remove());

test.each(Object.entries(EXAMPLES))(
  'the example for %s passes as it stands',
  async (name, { says }) => {
    const folder = join('examples', name);
    cpSync(join(ROOT, folder), join(project.folder, folder), { recursive: true });
    const { code, stdout, stderr } = await project.npm(folder, 'test');
    expect([code, code === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, '']);
    expect(`${stdout}${stderr}`).toMatch(says);
  },
);

test('every example is tried, here or beside those of other languages', () => {
  const others = ['go', 'junit5', 'pytest', 'testcontainers'];
  const all = readdirSync(join(ROOT, 'examples'));
  expect(all.toSorted()).toEqual([...Object.keys(EXAMPLES), ...others].toSorted());
});
