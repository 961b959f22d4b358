import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ADMIN_SESSION, ROOT } from '../../support/emulator';
import { EmulatorProcess, temporaryFolder } from '../../support/process';
import { needs } from '../../support/tools';

const run = promisify(execFile);
const tool = needs('schemathesis');

/** `SCHEMATHESIS_EXAMPLES` asks for more of each operation. */
const EXAMPLES = process.env['SCHEMATHESIS_EXAMPLES'] ?? '1';

tool.test(
  `whatever the document allows is answered as the document says ${tool.note}`,
  async () => {
    const folder = temporaryFolder();
    const emulator = await EmulatorProcess.start(folder);
    const { origin } = new URL(emulator.url);
    const words = [
      'run',
      join(ROOT, 'openapi', 'openapi.json'),
      '--url',
      origin,
      '--header',
      `Authorization: OAuth ${ADMIN_SESSION}`,
      '--phases',
      'coverage,fuzzing',
      '--max-examples',
      EXAMPLES,
      '--seed',
      '1',
      '--checks',
      'no_defect,status_code_conformance,content_type_conformance',
      '--suppress-health-check',
      'all',
      '--continue-on-failure',
      '--no-color',
      // It cannot make a database, and would let answers wait for a year.
      '--exclude-operation-id',
      'ImportEnvironment',
      '--exclude-operation-id',
      'CreateFault',
    ];
    const { stdout } = await run('schemathesis', words, {
      cwd: folder,
      env: { ...process.env, SCHEMATHESIS_HOOKS: 'checks', PYTHONPATH: __dirname },
      maxBuffer: 2 ** 28,
    }).catch((error: { stdout: string }) => error);
    expect(stdout).toContain('Test cases:');
    expect(stdout).not.toContain('FAILURES');
    const laws = await fetch(`${origin}/emulator/v1/invariants`);
    expect(await laws.json()).toMatchObject({ holds: true });
    expect(await emulator.end('SIGTERM')).toBe(0);
    expect(emulator.stderr).toBe('');
  },
  1_800_000,
);
