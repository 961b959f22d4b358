import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT, TestEmulator } from '../support/emulator';
import { Pieces } from '../support/pieces';
import { needs } from '../support/tools';

const page = readFileSync(join(ROOT, 'docs', 'languages.md'), 'utf8');

const python = needs('python3', ['-c', 'import pytest'], 'python3 with pytest');
const go = needs('go', ['version']);
const PYTEST = [
  'python3',
  '-m',
  'pytest',
  '-p',
  'pytest_zstack_emulator',
  '-p',
  'no:cacheprovider',
];
const JAVA = 'examples/junit5/src/test/java/com/example/zstackemulator/DeletedImageTest.java';

/** How an example of the page is run: where its code goes, and with what. */
const EXAMPLES = {
  pytest: { tool: python, folder: 'pytest', file: 'test_page.py', words: [...PYTEST, '-q'] },
  'pytest --zstack-keep-failed': {
    tool: python,
    folder: 'pytest',
    file: 'test_page.py',
    words: [...PYTEST, '-q', '--zstack-keep-failed'],
  },
  go: {
    tool: go,
    folder: 'go',
    file: 'page_test.go',
    words: ['go', 'test', '-count=1', '-v', '-run', 'AStorageIsLost'],
  },
} as const;

let pieces: Pieces;
beforeAll(() => {
  pieces = Pieces.create();
});
afterAll(() => pieces.remove());
afterEach(() => pieces.allGone());

for (const [name, { tool, folder, file, words }] of Object.entries(EXAMPLES)) {
  tool.test(`the page's example '${name}' prints what it says ${tool.note}`, async () => {
    const [code = '', shown = ''] = blocksAfter(name);
    pieces.write(join(folder, file), code);
    // Where all tests of the folder would run.
    const more = folder === 'pytest' ? [file] : [];
    const { stdout, stderr } = await pieces.run(folder, [...words, ...more]);
    const said = timeless(`${stdout}${stderr}`, folder);
    for (const line of timeless(shown, folder).trim().split('\n')) expect(said).toContain(line);
  });
}

python.test(`the page tells what is said without a command ${python.note}`, async () => {
  const [shown = ''] = blocksAfter('no command');
  const nowhere = (process.env.PATH ?? '').split(delimiter).filter((path) => !/node/.test(path));
  const variables = { PATH: nowhere.join(delimiter) };
  const { stdout } = await pieces.run('pytest', [...PYTEST, '-k', 'empty'], variables);
  expect(stdout).toContain(shown.trim());
});

test('the example in Java is a test of the example for JUnit 5, which is tried as a whole', () => {
  expect(blocksAfter('junit5')[0]).toBe(readFileSync(join(ROOT, JAVA), 'utf8'));
});

test('all examples of the page are tried, and its shell blocks work as they are pasted', async () => {
  const names = [...page.matchAll(/<!-- example: (.+?) -->/g)].map(([, name]) => name);
  expect(names).toEqual([...Object.keys(EXAMPLES), 'junit5', 'no command']);

  const emulator = await TestEmulator.start();
  for (const [, block = ''] of page.matchAll(/```sh\n([^]*?)```/g)) {
    const script = block.replaceAll('http://127.0.0.1:8080', emulator.url);
    const { stdout } = await promisify(execFile)('bash', ['-ec', script]);
    expect(stdout).toContain('"name":"centos-7.9"');
  }
  const { body } = await emulator.anonymous.get('/emulator/v1/environments');
  expect(body.inventories).toHaveLength(1);
});

/** The blocks that follow a mark, up to and with the first of text. */
function blocksAfter(name: string): string[] {
  const [, rest = ''] = page.split(`<!-- example: ${name} -->`);
  const blocks = [...rest.matchAll(/```(\w+)\n([^]*?)```/g)].map(([, kind, text = '']) => ({
    kind,
    text,
  }));
  const end = blocks.findIndex(({ kind }) => kind === 'text');
  return blocks.slice(0, end + 1).map(({ text }) => text);
}

/** Without what differs from run to run: times, ports, names that are drawn, the folder. */
const timeless = (text: string, folder: string) =>
  text
    .replaceAll(`${join(pieces.folder, 'examples', folder)}/`, '')
    .replaceAll(/\d+\.\d+ ?s\b/g, 'TIME')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'ADDRESS')
    .replaceAll(/-[0-9a-f]{8}\b/g, '-DRAWN');
