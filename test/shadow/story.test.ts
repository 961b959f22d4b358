import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/emulator';
import { freePort } from '../support/listener';
import { MAIN, temporaryFolder } from '../support/process';

const run = promisify(execFile);
const page = readFileSync(join(ROOT, 'docs', 'shadow.md'), 'utf8');

test('the story of the page goes as it is told: one field is found that the older release has not', async () => {
  const cwd = temporaryFolder();
  const program = join(temporaryFolder(), 'zstack-emulator');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(program, 0o755);
  const [cloud, proxy] = [String(await freePort()), String(await freePort())];
  const env = { PATH: `${join(program, '..')}:${process.env.PATH}` };
  let printed = '';
  let told = '';
  for (const [, block = ''] of page.matchAll(/```sh\n([^]*?)```/g)) {
    const here = block.replaceAll('9080', cloud).replaceAll('8090', proxy);
    const { stdout, stderr } = await run('bash', ['-ec', here], { cwd, env });
    printed += stdout;
    told += stderr;
  }
  const [, shown = ''] = /```text\n([^]*?)```/.exec(page) ?? [];
  expect(told).toContain(
    `clients of http://127.0.0.1:${cloud}/zstack are pointed at http://127.0.0.1:${proxy}/zstack\n`,
  );
  expect(told.replaceAll(/\[\d+,\d+,\d+,\d+\]/g, 'IP')).toContain(
    shown.replaceAll(/\[\d+,\d+,\d+,\d+\]/g, 'IP'),
  );
  expect(printed).toContain('"name":"zone-2"');
  expect(printed).toContain('3 requests: 2 the same, 1 not\n');
  expect(printed).toContain('they came out the same');
  const report = readFileSync(join(cwd, 'shadow.html'), 'utf8');
  expect(report).toContain('1 difference</h2>');
  expect(report).not.toMatch(/http-equiv|5e55000000004000800000000000ad01/);
});
