import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/emulator';
import { temporaryFolder } from '../support/process';

const SCRIPT = join(ROOT, 'scripts', 'test-clients.mjs');
const EVIDENCE = join(ROOT, 'docs', 'evidence.md');

/** Runs it where no tool is found; `code` of what it ends with. */
async function clients(...args: string[]) {
  const options = { env: { PATH: temporaryFolder() } };
  const words = [SCRIPT, '--no-evidence', ...args];
  return promisify(execFile)(process.execPath, words, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

const names = ['terraform', 'packer', 'java-sdk', 'go-sdk', 'zstack-cli', 'python-cli'];

test('clients that are not given, and those without their tool, are skipped with the reason', async () => {
  const before = readFileSync(EVIDENCE, 'utf8');
  const { code, stdout } = await clients('--only', names.join());
  expect([code, stdout.trim().split('\n')]).toEqual([
    0,
    names.map((name) =>
      expect.stringMatching(`^Skipped: ${name} was not run, because --.* was not given`),
    ),
  ]);
  const provider = await clients('--only', 'terraform', '--terraform-provider', SCRIPT);
  expect(provider.stdout).toBe(
    'Skipped: terraform was not run, because there is no `terraform` on the PATH.\n',
  );
  const missing = await clients('--only', 'go-sdk', '--go-sdk', '/nothing/here');
  expect(missing.stdout).toBe(
    'Skipped: go-sdk was not run, because nothing is at /nothing/here (--go-sdk).\n',
  );
  const mcp = await clients('--only', 'mcp-server');
  expect(mcp.stdout).toContain('there is no `python3` on the PATH');
  expect(readFileSync(EVIDENCE, 'utf8')).toBe(before);
});

test('what there is no plan or option for is refused with what there is', async () => {
  const odd = await clients('--only', 'terraform,pulumi');
  expect([odd.code, odd.stderr]).toEqual([
    1,
    `There is no plan for pulumi; there are go-program, ${names.join(', ')}, mcp-server.\n`,
  ]);
  const unknown = await clients('--pulumi', 'x');
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('--help')]);
  expect((await clients('--help')).stdout).toContain('--terraform-provider');
});

test('the page of the plans names each with its option', () => {
  const page = readFileSync(join(ROOT, 'compat', 'README.md'), 'utf8');
  const options = ['terraform-provider', 'packer-plugin', ...names.slice(2)];
  for (const [at, name] of names.entries()) {
    expect(page).toMatch(new RegExp(`\\[${name}\\]\\(${name}\\) +\\| \`--${options[at]} `));
  }
});
