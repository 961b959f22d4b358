// `npm run faults:descriptors [-- --short]`: environments in files and clients, more than the descriptors of the process:
// new clients are served, nothing is set aside, and nothing that was answered is lost. Needs a POSIX shell.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:net';
import { Emulator, isRaw, Report, temporaryFolder } from './emulator.mjs';

const isShort = process.argv.includes('--short');
const LIMITS = isShort ? [64] : [48, 64, 128, 256];
const ENVIRONMENTS = isShort ? 20 : 60;
const report = new Report();

const limited = (limit) => ['sh', '-c', `ulimit -n ${limit}; exec "$@"`, 'sh'];
const zstackOf = (emulator, name) => `${emulator.base}/environments/${name}/zstack/v1`;

for (const limit of LIMITS) {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data);
  const names = Array.from({ length: ENVIRONMENTS }, (_, i) => `e${i}`);
  const acknowledged = [];
  const emulator = await Emulator.start(data, { before: limited(limit) });
  const use = async (name, round) => {
    const made = `${name}-${round}`;
    const answer = await emulator.template(made, zstackOf(emulator, name)).catch(() => undefined);
    report.expect(answer !== undefined, `${limit}: ${name}: no answer`);
    if (answer?.status === 200) acknowledged.push([name, made]);
    else if (answer) {
      report.count(`${limit}: refused`);
      report.expect(
        answer.status === 503 && !isRaw(answer.text),
        `${limit}: ${name}: ${answer.status} ${answer.text}`,
      );
    }
  };
  for (const name of names) {
    const { status, text } = await emulator.json('POST', `${emulator.control}/environments`, {
      name,
      storage: 'file',
    });
    report.expect(status === 200, `${limit}: ${name} was not made: ${status} ${text}`);
  }
  for (const name of names) await use(name, 'alone');
  // Clients that keep their connections, and say nothing more.
  const { hostname, port } = new URL(emulator.base);
  const idle = Array.from({ length: limit }, () =>
    connect(Number(port), hostname).on('error', () => undefined),
  );
  for (const socket of idle) socket.write(`GET /healthz HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  for (const name of names) await use(name, 'beside idle clients');
  const health = await emulator.json('GET', `${emulator.base}/healthz`).catch(() => undefined);
  report.expect(health?.status === 200, `${limit}: a new client was not served`);
  for (const socket of idle) socket.destroy();
  for (let round = 0; round < 3; round++)
    await Promise.all(names.slice(0, 8).map((name) => use(name, round)));
  report.most(`${limit}: descriptors at the end`, readdirSync(`/proc/${emulator.pid}/fd`).length);
  await emulator.end('SIGKILL');
  const again = await Emulator.start(data, { before: limited(limit) });
  for (const [name, made] of acknowledged) {
    const there = await again.names(zstackOf(again, name));
    report.expect(there.has(made), `${limit}: lost: ${made} of ${name}`);
  }
  report.count(`${limit}: answered, and there after a kill and a start`, acknowledged.length);
  report.expect(
    !existsSync(join(data, 'set-aside')),
    `${limit}: something was set aside: ${again.said.stderr}`,
  );
  await again.end();
}
report.end();
