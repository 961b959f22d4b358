import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { SETTINGS } from '../../src/app/config';
import { type Json, ROOT } from '../support/emulator';
import { needs } from '../support/tools';

const compose = needs('docker', ['compose', 'version'], 'docker compose');
const FILE = join(ROOT, 'deploy', 'compose', 'compose.yaml');
const { services, volumes } = load(readFileSync(FILE, 'utf8'), { schema: YAML11_SCHEMA }) as Json;
const REPLICAS = ['replica-0', 'replica-1', 'replica-2'];

test('three replicas that differ by their names and disks alone', () => {
  const rest = REPLICAS.map((name) => {
    const { environment, volumes: disks, ...same } = services[name];
    const { EMULATOR_REPLICA: called, ...settings } = environment;
    expect(called).toBe(name);
    return { disk: disks[0], same, settings };
  });
  expect(new Set(rest.map(({ disk }) => disk)).size).toBe(3);
  for (const { same, settings } of rest) {
    expect({ same, settings }).toEqual({ same: rest[0]?.same, settings: rest[0]?.settings });
    expect(same).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  }
  const disks = Object.values<Json>(services).flatMap((service) => service.volumes ?? []);
  const named = disks.map((disk) => disk.split(':')[0]).filter((name) => !name.startsWith('.'));
  expect(named.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(Object.keys(volumes));
});

test('the proxy knows the replicas by the names that the services have', () => {
  const config = readFileSync(join(ROOT, 'deploy', 'haproxy', 'haproxy.cfg'), 'utf8');
  const known = [...config.matchAll(/presetenv REPLICA_\d (\S+):8080$/gm)].map(([, name]) => name);
  expect(known).toEqual(REPLICAS);
  expect(services.proxy.depends_on).toEqual(REPLICAS);
});

test('nothing secret stands in it, and nothing is reached from other machines', () => {
  const text = readFileSync(FILE, 'utf8');
  for (const [, value] of text.matchAll(/^ +(?:\w*SECRET_\w*KEY|\w*TOKEN): (.*)$/gm)) {
    expect(value).toMatch(/^\$\{\w+:\?/);
  }
  const ports = Object.values<Json>(services).flatMap((service) => service.ports ?? []);
  expect(ports).toEqual(['127.0.0.1:8080:8080']);
});

test('every setting of the emulator is one', () => {
  const known: string[] = Object.values(SETTINGS).map(({ variable }) => variable);
  const used = Object.keys(services['replica-0'].environment);
  const own = used.filter((name) => name.startsWith('EMULATOR_'));
  expect(own.length).toBeGreaterThan(3);
  expect(own.filter((name) => !known.includes(name))).toEqual([]);
});

compose.test(`docker compose takes it ${compose.note}`, () => {
  const { status, stderr } = spawnSync('docker', ['compose', '-f', FILE, 'config', '--quiet'], {
    encoding: 'utf8',
    env: { ...process.env, STORE_SECRET: 'a', EMULATOR_CONTROL_TOKEN: 'b' },
  });
  expect([status, stderr]).toEqual([0, '']);
});
