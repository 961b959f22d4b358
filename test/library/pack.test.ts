import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/emulator';
import { Project } from '../support/package';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const page = readFileSync(join(ROOT, 'docs', 'library.md'), 'utf8');

/** The code of an example, and what it is said to print. */
function example(text: string, name: string): { code: string; output: string } {
  const [, code = '', output = ''] =
    new RegExp(
      `<!-- example: ${name} -->\\s+\`\`\`m?[jt]s\\n([^]*?)\`\`\`[^\`]*\`\`\`text\\n([^]*?)\`\`\``,
    ).exec(text) ?? [];
  if (code === '') throw new Error(`there is no example '${name}'`);
  return { code, output };
}

/** The same for CommonJS. */
const required = (code: string) =>
  `(async () => {\n${code.replace(/^import (\{[^}]+\}) from ('[^']+');/m, 'const $1 = require($2);')}\n})();`;

let project: Project;
beforeAll(async () => {
  project = await Project.create(['@types/node']);
});
afterAll(() => project.remove());

test("the README's first example runs as it stands, as a module that imports", async () => {
  const { code, output } = example(readme, 'library');
  project.write('first.mjs', code);
  expect(await project.node(['first.mjs'])).toEqual({ code: 0, stdout: output, stderr: '' });
});

test("the README's first example runs with require", async () => {
  const { code, output } = example(readme, 'library');
  expect(required(code)).toContain("= require('zstack-image-emulator');");
  project.write('first.cjs', required(code));
  expect(await project.node(['first.cjs'])).toEqual({ code: 0, stdout: output, stderr: '' });
});

test('the page about the library begins with the same example, and the others run as well', async () => {
  expect(example(page, 'first')).toEqual(example(readme, 'library'));
  const names = [...page.matchAll(/<!-- example: (\S+) -->/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) {
    const { code, output } = example(page, name);
    const folder = join('pages', name);
    mkdirSync(join(project.folder, folder), { recursive: true });
    project.write(join(folder, 'index.mjs'), code);
    const ended = await project.node([join(folder, 'index.mjs')]);
    expect({ name, ...ended }).toEqual({ name, code: 0, stdout: output, stderr: '' });
  }
});

test('nothing keeps the process alive after the stop', async () => {
  const code = `
    const { startEmulator } = require('zstack-image-emulator');
    (async () => {
      const emulator = await startEmulator({ environmentIdle: '1h', progression: 'timed' });
      const fork = await emulator.fork();
      await fetch(fork.url + '/v1/images');
      await emulator.stop();
      // What is closed is gone in the next turn; fetch keeps sockets of its own a little longer.
      setImmediate(() => setImmediate(() => console.log(process.getActiveResourcesInfo().filter(
        (name) => !['PipeWrap', 'Immediate', 'TCPSocketWrap'].includes(name)))));
    })();`;
  project.write('leak.cjs', code);
  expect(await project.node(['leak.cjs'])).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
});

test('the command is there: its version is that of the package, and it helps', async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  const shown = await project.npm('.', 'exec', '--', 'zstack-emulator', '--version');
  expect(shown).toMatchObject({ code: 0, stdout: `${version}\n` });
  const help = await project.npm('.', 'exec', '--', 'zstack-emulator', '--help');
  expect(help.stdout).toContain('Usage: zstack-emulator');
  expect(help.code).toBe(0);
});

test.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])(
  'programs in TypeScript see the types, without a look at those of our dependencies (%s)',
  async (module, moduleResolution) => {
    project.write(
      'typed/consumer.mts',
      `import { startEmulator, type Emulator, type ImageInventory } from 'zstack-image-emulator';
       import { currentEnvironment, type TestEnvironment } from 'zstack-image-emulator/jest';
       const emulator: Emulator = await startEmulator({ apiMode: 'async', clock: new Date() });
       const images: ImageInventory[] = emulator.images.list({ status: 'Ready' });
       export const names: string[] = images.map(({ name }) => name);
       const test: TestEnvironment = currentEnvironment();
       export const size: number | undefined = (await test.images.get('x'))?.size;
       await using fork = await emulator.fork({ idle: '1h' });
       // @ts-expect-error There is no such status.
       fork.images.list({ status: 'Redy' });
       // @ts-expect-error There is no such mode.
       await startEmulator({ apiMode: 'quick' });
       // @ts-expect-error There is no such option.
       await startEmulator({ seeds: 'default' });
       // @ts-expect-error An entry of the configuration has no uuid.
       emulator.globalConfigs.get('x');`,
    );
    project.write(
      'typed/consumer.cts',
      `import { startEmulator } from 'zstack-image-emulator';
       export const counted = startEmulator().then((emulator) => emulator.images.count());`,
    );
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2023',
      lib: ['es2023'],
      types: ['node'],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
    };
    project.write('typed/tsconfig.json', JSON.stringify({ compilerOptions }));
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    expect(await project.node([compiler, '-p', 'typed'])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  },
);
