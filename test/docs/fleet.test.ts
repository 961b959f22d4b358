import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../../src/app/config';
import { ROOT } from '../support/emulator';
import { freePort } from '../support/listener';
import { MAIN, temporaryFolder } from '../support/process';
import { needs } from '../support/tools';

const haproxy = needs('haproxy', ['-v']);
const versitygw = needs('versitygw', ['--version']);
const page = readFileSync(join(ROOT, 'docs', 'fleet.md'), 'utf8');
const blocks = [...page.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block ?? '');

/** The blocks with ports that are free, in a folder of their own; everything that they start ends with them. */
async function follow(): Promise<string> {
  const folder = temporaryFolder();
  let script = blocks.join('');
  for (const port of ['7070', '8080', '8180', '8181', '8182']) {
    script = script.replaceAll(`:${port}`, `:${await freePort()}`);
  }
  const ports = [...script.matchAll(/REPLICA_\d=127\.0\.0\.1:(\d+)/g)].map(([, port]) => port);
  script = script.replace(
    '--port 818$i',
    `--port $(echo ${ports.join(' ')} | cut -d' ' -f$((i+1)))`,
  );
  const command = join(folder, 'zstack-emulator');
  writeFileSync(command, `#!/bin/sh\nexec ${process.execPath} ${MAIN} "$@"\n`);
  chmodSync(command, 0o755);
  symlinkSync(join(ROOT, 'deploy'), join(folder, 'deploy'));
  const child = spawn('bash', ['-ec', script], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: `${folder}:${process.env['PATH']}`,
      HOME: process.env['HOME'],
      LOG_LEVEL: 'error',
    },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  expect([code, said]).toEqual([0, expect.any(String)]);
  return said;
}

// `needs` of both: whichever is missing skips it.
const both = haproxy.test === test ? versitygw : haproxy;

both.test(
  `the ten lines make a fleet with a world in it, and seeds and exports are shared there ${both.note}`,
  async () => {
    expect(blocks[0]?.trim().split('\n')).toHaveLength(10);
    const said = await follow();
    expect(said).toContain('"name":"test-1"');
    expect(said).toContain('"name":"zone-1"');
    expect(said).toContain('"origin":"seed minimal,mine"');
    expect(said).toContain('"origin":"export golden"');
    expect(said).toMatch(
      /"inventories":\[\{"name":"golden","kind":"export".*"name":"mine","kind":"seed"/,
    );
  },
);

test('every setting of the page is one, with its default', () => {
  const rows = [...page.matchAll(/^\| `(EMULATOR_\w+)` +\| (?:`(\w+)`|\w*) +\|/gm)];
  expect(rows.length).toBeGreaterThan(4);
  const known = Object.values(SETTINGS);
  for (const [, variable, standard] of rows) {
    const setting = known.find((each) => each.variable === variable);
    expect([variable, setting !== undefined]).toEqual([variable, true]);
    if (standard === undefined) continue;
    const text = setting?.schema.parse(undefined);
    expect([variable, setting?.schema.parse(standard)]).toEqual([variable, text]);
  }
});
