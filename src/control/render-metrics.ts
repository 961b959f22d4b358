import type { Metric, Registry } from 'prom-client';
import type { EnvironmentControl } from '../simulation/environment-control.js';
import { LATENCY_CLASSES, type RequestCount } from '../simulation/journal/request-meter.js';

const PREFIX = 'zstack_emulator_';

/** The numbers of an environment in Prometheus' text format. */
export async function renderMetrics(
  environment: EnvironmentControl,
): Promise<{ contentType: string; text: string }> {
  // Loaded for the first scrape: most runs have none.
  const { Gauge, Counter, Registry: NewRegistry } = await import('prom-client');
  const registry = new NewRegistry();
  const { jobs, images, tasks, backupStorages, databaseBytes } = environment.counts();
  const gauge = (
    name: string,
    help: string,
    values: readonly { labels?: Record<string, string>; value: number }[],
  ) => {
    const labelNames = Object.keys(values[0]?.labels ?? {});
    const metric = new Gauge({ name: PREFIX + name, help, labelNames, registers: [registry] });
    for (const { labels = {}, value } of values) metric.set(labels, value);
  };
  addLatencies(registry, environment.meter.list());
  gauge(
    'jobs',
    'Jobs by state',
    jobs.map(({ state, count }) => ({ labels: { state }, value: count })),
  );
  gauge(
    'images',
    'Images by status',
    images.map(({ status, count }) => ({ labels: { status }, value: count })),
  );
  gauge('tasks', 'Tasks that wait or are under way', [{ value: tasks }]);
  for (const [name, help, field] of [
    ['capacity_total_bytes', 'Total capacity of a backup storage', 'totalCapacity'],
    ['capacity_available_bytes', 'What a backup storage has left', 'availableCapacity'],
  ] as const) {
    const values = backupStorages.map((storage) => ({
      labels: { uuid: storage.uuid, name: storage.name },
      value: storage[field],
    }));
    gauge(`backup_storage_${name}`, help, values);
  }
  gauge(
    'backup_storage_connected',
    'Whether a backup storage is Connected',
    backupStorages.map(({ uuid, name, status }) => ({
      labels: { uuid, name },
      value: status === 'Connected' ? 1 : 0,
    })),
  );
  gauge('database_bytes', 'Size of the database', [{ value: databaseBytes }]);
  for (const { name, help, value } of environment.gaugesOfProcess?.() ?? []) {
    gauge(name, help, [{ value }]);
  }
  const hits = new Counter({
    name: `${PREFIX}fault_hits_total`,
    help: 'How often a fault rule fired',
    labelNames: ['rule'],
    registers: [registry],
  });
  for (const rule of environment.world.repositories.faults.list()) {
    hits.inc({ rule: rule.uuid }, rule.hits);
  }
  return { contentType: registry.contentType, text: await registry.metrics() };
}

/** Requests were counted in classes as they came: prom-client only writes them down. */
function addLatencies(registry: Registry, counts: readonly RequestCount[]): void {
  const name = `${PREFIX}request_seconds`;
  const values = counts.flatMap(({ operation, status, count, seconds, classes }) => {
    const labels = { operation, status };
    let total = 0;
    const buckets = [...LATENCY_CLASSES, '+Inf'].map((le, i) => {
      total += classes[i] ?? 0;
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: total };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: seconds },
      { metricName: `${name}_count`, labels, value: count },
    ];
  });
  const help = 'Requests by operation and status, and how long they took';
  const metric = { name, get: () => Promise.resolve({ name, help, type: 'histogram', values }) };
  registry.registerMetric(metric as unknown as Metric);
}
