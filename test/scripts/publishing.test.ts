import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../../src/core/version';
import { ROOT } from '../support/emulator';
import { temporaryFolder } from '../support/process';

const text = (...names: string[]) => readFileSync(join(ROOT, ...names), 'utf8');
const json = (...names: string[]) => JSON.parse(text(...names));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], cwd = ROOT, more = {}): Promise<Ended> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...more };
  const options = { cwd, env, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(program, [...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

test('the version stands everywhere as in package.json', () => {
  const { version } = json('package.json');
  const { version: locked, packages } = json('package-lock.json');
  const { info } = json('openapi', 'openapi.json');
  expect([VERSION, locked, packages[''].version, info.version]).toEqual(Array(4).fill(version));
});

describe('what keeps a package from being published', () => {
  /** The check in a folder of its own, over another package. */
  async function check(manifest: object, changes: string, variables = {}): Promise<Ended> {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'scripts'));
    const script = join(folder, 'scripts', 'publishable.mjs');
    copyFileSync(join(ROOT, 'scripts', 'publishable.mjs'), script);
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(folder, 'CHANGELOG.md'), changes);
    return run(process.execPath, [script], folder, variables);
  }

  const real = {
    version: '1.0.0',
    author: 'Somebody',
    repository: { type: 'git', url: 'git+https://github.com/somebody/zstack-image-emulator.git' },
    homepage: 'https://github.com/somebody/zstack-image-emulator#readme',
    bugs: { url: 'https://github.com/somebody/zstack-image-emulator/issues' },
  };
  const changes = '# Changes\n\n## 1.0.0 (2026-12-01)\n';

  test('nothing, where the addresses are real and the changes have their version and date', async () => {
    expect(await check(real, changes)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test.each([
    ['repository.url', { repository: { url: 'git+https://example.com/x.git' } }],
    ['homepage', { homepage: 'https://docs.example.org/x' }],
    ['bugs.url', { bugs: undefined }],
    ['author', { author: '' }],
  ])('%s, when it is a placeholder or missing', async (name, change) => {
    const { code, stderr } = await check({ ...real, ...change }, changes);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^- ${name.replace('.', '\\.')} of package.json is `, 'm'));
    expect(stderr.match(/^- /gm)).toHaveLength(1);
    expect(stderr).toContain('docs/publishing.md');
  });

  test.each(['## Unreleased', '## 0.9.0 (2026-01-01)', '## 1.0.0', '## 1.0.00 (2026-12-01)'])(
    'changes that begin with %s',
    async (heading) => {
      const { code, stderr } = await check(real, `# Changes\n\n${heading}\n`);
      expect(code).toBe(1);
      expect(stderr).toContain("it is to be '## 1.0.0 (YYYY-MM-DD)'");
    },
  );

  test('a trial tells the same and goes on', async () => {
    const { code, stderr } = await check({ ...real, homepage: '' }, changes, {
      npm_config_dry_run: 'true',
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('- homepage') });
  });

  test('it is asked before every publication', () => {
    expect(json('package.json').scripts.prepublishOnly).toBe('node scripts/publishable.mjs');
  });
});

test('the notes of a release are the section of its version', async () => {
  const script = join(ROOT, 'scripts', 'release-notes.mjs');
  const { code, stdout } = await run(process.execPath, [script, '1.0.0']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^### What breaks since 0\.1\.0\n/);
  expect(stdout).not.toMatch(/^## /m);
  const unknown = await run(process.execPath, [script, '9.9.9']);
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain("no section '## 9.9.9 …'; it has 1.0.0");
});

interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly object[];
  readonly scope: string;
}

test('the list of what is inside names the packages of the bundle, with their versions and licences', async () => {
  const { code, stderr } = await run(process.execPath, [join(ROOT, 'scripts', 'sbom.mjs')]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const document = json('dist', 'sbom.cdx.json');
  expect(document).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.any(String) });
  expect(document.metadata.component).toMatchObject({
    name: 'zstack-image-emulator',
    version: VERSION,
  });
  const components = document.components as Component[];
  const named = new Set(components.map(({ name, version }) => `${name}@${version}`));
  for (const name of ['better-sqlite3', 'drizzle-orm', 'express', 'minisearch', 'pino', 'zod']) {
    expect(named).toContain(`${name}@${json('node_modules', name, 'package.json').version}`);
  }
  // What the build says of itself, in words for people.
  const licences = text('dist', 'THIRD-PARTY-LICENSES.txt');
  const inBundle = [...licences.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+) (\d+\.\d+\.\d+\S*) \(/gm)];
  expect(inBundle.length).toBeGreaterThan(50);
  for (const [, name, version] of inBundle) expect(named).toContain(`${name}@${version}`);
  expect(components.filter(({ licenses = [] }) => licenses.length === 0)).toEqual([]);
  expect(components.filter(({ scope }) => scope !== 'required')).toEqual([]);
  expect(components.map(({ name }) => name)).toContain('sqlite');
  for (const tool of ['jest', 'typescript', 'esbuild', '@11ty/eleventy']) {
    expect(components.map(({ name }) => name)).not.toContain(tool);
  }
});

test('the package has the program, pages, examples, notices, and nothing of the workshop', async () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'];
  const script = process.env['npm_execpath'];
  const { stdout } = script?.endsWith('npm-cli.js')
    ? await run(process.execPath, [script, ...args])
    : await run('npm', args);
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
      'README.md',
      'dist/THIRD-PARTY-LICENSES.txt',
      'dist/cli/main.js',
      'dist/emulator.js',
      'docs/five-minutes.md',
      'docs/from-a-mock.md',
      'examples/jest/package.json',
      'openapi/openapi.json',
      'seed/default.yaml',
    ]),
  );
  expect(paths.filter((path) => /^(?:src|test|scripts|bench|compat)\//.test(path))).toEqual([]);
  expect(paths.filter((path) => /node_modules|\.sqlite$|\.env$/.test(path))).toEqual([]);
});
