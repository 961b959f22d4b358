import { SEED, TestEmulator } from '../support/emulator';

const metrics = (emulator: TestEmulator) => emulator.anonymous.get('/emulator/v1/metrics');

test('requests, jobs, images, capacity and faults are told in the format of Prometheus', async () => {
  const emulator = await TestEmulator.start();
  const { imageStore } = SEED.backupStorages;
  const params = { name: 'x', backupStorageUuids: [imageStore] };
  await emulator.createTemplate(SEED.volumes.stoppedWindows, params);
  await emulator.createTemplate('d0000000000040008000000000000fff', params);
  await emulator.get('/zstack/v1/nothing');
  const rule = { kind: 'fail', operation: 'QueryZone', times: 1 };
  const { uuid } = (await emulator.control('POST', '/faults', rule)).body.inventory;
  await emulator.get('/zstack/v1/zones');
  const { text, headers, status } = await metrics(emulator);
  expect([status, headers['content-type']]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);

  const value = (name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`zstack_emulator_${name} `))
        ?.split(' ')
        .at(-1),
    );
  const operation = 'operation="CreateRootVolumeTemplateFromRootVolume"';
  expect(value(`request_seconds_count{${operation},status="200"}`)).toBe(1);
  expect(value(`request_seconds_count{${operation},status="503"}`)).toBe(1);
  expect(value(`request_seconds_bucket{le="+Inf",${operation},status="200"}`)).toBe(1);
  expect(value(`request_seconds_sum{${operation},status="200"}`)).toBeGreaterThan(0);
  expect(value('request_seconds_count{operation="unknown",status="404"}')).toBe(1);
  expect(value('jobs{state="Succeeded"}')).toBe(1);
  expect(value('jobs{state="Failed"}')).toBe(1);
  const ready = (await emulator.call('GET', '/images?q=status=Ready&count=true')).body.total;
  expect(value('images{status="Ready"}')).toBe(ready);
  const storage = await emulator.find(`/backup-storage/${imageStore}`);
  const labels = `{uuid="${imageStore}",name="${storage.name}"}`;
  expect(value(`backup_storage_capacity_available_bytes${labels}`)).toBe(storage.availableCapacity);
  expect(value(`backup_storage_capacity_total_bytes${labels}`)).toBe(storage.totalCapacity);
  expect(value(`backup_storage_connected${labels}`)).toBe(1);
  expect(value(`fault_hits_total{rule="${uuid}"}`)).toBe(1);
  expect(value('tasks')).toBeGreaterThanOrEqual(0);
  expect(value('database_bytes')).toBeGreaterThan(100_000);
  // Each sample has its help and its type, as the format wants.
  for (const name of ['request_seconds', 'jobs', 'tasks']) {
    expect(text).toMatch(
      new RegExp(`# HELP zstack_emulator_${name} .+\n# TYPE zstack_emulator_${name} `),
    );
  }
});

test('classes of latency count up to all requests', async () => {
  const emulator = await TestEmulator.start();
  for (let i = 0; i < 5; i++) await emulator.get('/zstack/v1/images');
  const { text } = await metrics(emulator);
  const counts = [
    ...text.matchAll(
      /request_seconds_bucket\{le="[^"]+",operation="QueryImage",status="200"\} (\d+)/g,
    ),
  ].map(([, count]) => Number(count));
  expect(counts.at(-1)).toBe(5);
  expect([...counts].sort((a, b) => a - b)).toEqual(counts);
});
