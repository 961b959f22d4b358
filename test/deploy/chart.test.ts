import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { type Json, ROOT } from '../support/emulator';
import { temporaryFolder } from '../support/process';
import { needs } from '../support/tools';

const helm = needs('helm', ['version']);
const validate = needs('kubernetes-validate', ['--version']);
const haproxy = needs('haproxy', ['-v']);
const CHART = join(ROOT, 'deploy', 'helm', 'zstack-emulator');
const LEAST = { 'store.url': 's3://worlds/fleet', 'control.existingSecret': 'token' };
const VARIANTS: Record<string, Record<string, string>> = {
  'the least that it asks for': LEAST,
  'a store of one’s own, five replicas': {
    ...LEAST,
    replicas: '5',
    'store.endpoint': 'http://store.storage:9000',
    'store.existingSecret': 'keys',
    'settings.EMULATOR_CHECKPOINT': '5s',
    'persistence.storageClass': 'fast',
    'proxy.service.type': 'LoadBalancer',
    'serviceAccount.name': 'worlds',
    'image.tag': 'v1',
  },
  'no proxy and no disks': { ...LEAST, 'proxy.enabled': 'false', 'persistence.enabled': 'false' },
};

const words = (command: string, values: Readonly<Record<string, string>>) => [
  ...(command === 'lint' ? ['lint', '--strict', CHART] : ['template', 'fleet', CHART]),
  '--namespace',
  'ci',
  '--kube-version',
  '1.31.0',
  ...Object.entries(values).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
];

const render = (values: Readonly<Record<string, string>>): string =>
  execFileSync('helm', words('template', values), { encoding: 'utf8' });

const rendered = (values: Readonly<Record<string, string>>): Json[] =>
  loadAll(render(values)).filter(Boolean);

const named = (all: readonly Json[], kind: string, name: string): Json =>
  all.find((each) => each.kind === kind && each.metadata.name === name);

test('the proxy of the chart is the one that is tried', () => {
  const path = join('haproxy', 'haproxy.cfg');
  expect(readFileSync(join(CHART, 'files', 'haproxy.cfg'), 'utf8')).toBe(
    readFileSync(join(ROOT, 'deploy', path), 'utf8'),
  );
});

helm.describe(`the chart, rendered by helm ${helm.note}`, () => {
  test.each(Object.entries(VARIANTS))('%s: helm finds nothing wrong', (_, values) => {
    const { status, stdout, stderr } = spawnSync('helm', words('lint', values), {
      encoding: 'utf8',
    });
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('0 chart(s) failed')]);
  });

  test.each([
    ['no store', { ...LEAST, 'store.url': '' }, 'store.url'],
    ['no token', { ...LEAST, 'control.existingSecret': '' }, 'control.existingSecret'],
    ['a store of another kind', { ...LEAST, 'store.url': 'gs://worlds' }, '/store/url'],
    ['a value that is none', { ...LEAST, 'replica.count': '3' }, 'replica'],
  ])('%s is refused by name', (_, values, name) => {
    const { status, stderr } = spawnSync('helm', words('template', values), { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringContaining(name)]);
  });

  test.each(Object.entries(VARIANTS))('%s: no container may do more than it must', (_, values) => {
    const pods = rendered(values).flatMap(({ spec }) => spec?.template?.spec ?? []);
    expect(pods).toHaveLength(values['proxy.enabled'] === 'false' ? 1 : 2);
    for (const pod of pods) {
      expect(pod.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const container of pod.containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.resources.requests).toEqual({
          cpu: expect.any(String),
          memory: expect.any(String),
        });
        expect(container.resources.limits.memory).toBeDefined();
        expect([container.readinessProbe, container.livenessProbe]).not.toContain(undefined);
      }
    }
  });

  test('what selects pods selects those of this fleet, and one goes at a time', () => {
    const all = rendered(LEAST);
    for (const [component, workload] of [
      ['replica', named(all, 'StatefulSet', 'fleet')],
      ['proxy', named(all, 'Deployment', 'fleet-proxy')],
    ]) {
      const { labels } = workload.spec.template.metadata;
      const name = component === 'replica' ? 'fleet' : 'fleet-proxy';
      const service = named(all, 'Service', component === 'replica' ? 'fleet-replicas' : name);
      const budget = named(all, 'PodDisruptionBudget', name);
      expect(budget.spec.maxUnavailable).toBe(1);
      for (const selector of [
        workload.spec.selector.matchLabels,
        service.spec.selector,
        budget.spec.selector.matchLabels,
      ]) {
        expect(labels).toMatchObject(selector);
        expect(selector['app.kubernetes.io/component']).toBe(component);
      }
    }
    expect(named(all, 'Service', 'fleet-replicas').spec).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
    });
  });

  test('keys stand in no manifest, only the names of the secrets that have them', () => {
    const all = rendered(VARIANTS['a store of one’s own, five replicas'] ?? {});
    const { env } = named(all, 'StatefulSet', 'fleet').spec.template.spec.containers[0];
    for (const secret of env.filter(({ name }: Json) => /KEY|TOKEN/.test(name))) {
      expect(secret).toEqual({ name: secret.name, valueFrom: { secretKeyRef: expect.anything() } });
    }
    expect(env.map(({ name }: Json) => name)).toEqual(
      expect.arrayContaining([
        'EMULATOR_CONTROL_TOKEN',
        'AWS_ACCESS_KEY_ID',
        'EMULATOR_CHECKPOINT',
      ]),
    );
  });

  haproxy.test(`the proxy’s configuration names every replica, and is one ${haproxy.note}`, () => {
    const config = named(rendered({ ...LEAST, replicas: '12' }), 'ConfigMap', 'fleet-proxy').data[
      'haproxy.cfg'
    ];
    const servers = [
      ...config.matchAll(/server replica-(\d+) fleet-\1\.fleet-replicas\.ci\.svc:8080 id (\d+)$/gm),
    ];
    expect(servers.map(([, index, id]) => Number(id) - Number(index))).toEqual(Array(12).fill(1));
    expect(config.match(/ track worlds\/replica-\d+$/gm)).toHaveLength(12);
    const file = join(temporaryFolder(), 'haproxy.cfg');
    writeFileSync(file, config);
    const { status, stderr } = spawnSync('haproxy', ['-c', '-f', file], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('ALERT')]);
  });

  validate.test.each(Object.entries(VARIANTS))(
    `%s: Kubernetes knows every field ${validate.note}`,
    (_, values) => {
      const file = join(temporaryFolder(), 'rendered.yaml');
      writeFileSync(file, render(values));
      const { status, stdout, stderr } = spawnSync(
        'kubernetes-validate',
        ['--strict', '--kubernetes-version', '1.31', file],
        { encoding: 'utf8' },
      );
      expect([status, stdout + stderr]).toEqual([0, expect.any(String)]);
    },
  );
});
