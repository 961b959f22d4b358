import { createHash } from 'node:crypto';
import type { Told } from '../../src/verify';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { Diary } from './diary';
import { expectSame } from './recorded';

const { volumes, vms, images, zone, hosts, backupStorages } = SEED;
const { imageStore, sftp, ceph } = backupStorages;
const sha512 = (text: string) => createHash('sha512').update(text).digest('hex');

/** What the emulator itself tells of such a day. */
async function controlOfADay(emulator: TestEmulator): Promise<Told[]> {
  const diary = new Diary(emulator);
  const { ask, control } = { ask: diary.ask.bind(diary), control: diary.control.bind(diary) };
  await ask('PUT', '/accounts/login', {
    logInByAccount: { accountName: 'admin', password: sha512('wrong') },
  });
  await control('PUT', '/progression', { mode: 'timed', jitterPercent: 30 });
  await control('PUT', '/progression', { mode: 'manual', resourceUuid: sftp });
  await control('POST', '/faults', {
    kind: 'fail',
    point: 'add-image/finish-download',
    percent: 50,
    times: 2,
  });
  await control('POST', '/faults', {
    kind: 'fail',
    operation: 'QueryZone',
    times: 1,
    details: 'tired',
  });
  await ask('GET', '/zones');
  await ask('GET', '/zones');
  for (const [name, storages] of Object.entries({
    a: [imageStore, sftp],
    b: [imageStore],
    c: [ceph],
  })) {
    await ask('POST', `/images/root-volume-templates/from/volumes/${volumes.stoppedWindows}`, {
      params: { name, backupStorageUuids: storages },
    });
    await ask('POST', '/images', {
      params: {
        name,
        url: `http://images.example/${name}.qcow2`,
        format: 'qcow2',
        backupStorageUuids: storages,
      },
    });
  }
  await control('GET', '/tasks');
  await control('POST', '/clock/advance', { by: '40s' });
  const tasks: Json = await control('GET', '/tasks');
  for (const { id } of (tasks.inventories ?? tasks.tasks ?? []).slice(0, 2)) {
    await control('POST', `/tasks/${id}/step`);
  }
  await control('POST', '/clock/advance', { by: '10m' });
  const left: Json = await control('GET', '/tasks');
  for (const { id } of (left.inventories ?? left.tasks ?? []).slice(0, 1)) {
    await control('POST', `/tasks/${id}/fail`, { details: 'by hand' });
  }
  await control('DELETE', '/progression');
  await ask('GET', '/images?name=a');
  await ask('GET', '/images?q=status=Ready&sort=-size&fields=name,size');
  await ask('DELETE', `/images/${images.windows}`);
  await control('POST', '/clock/advance', { to: '+80h' });
  for (const path of [
    '',
    '/clock',
    '/progression',
    '/faults',
    '/faults/points',
    '/flows',
    '/tasks',
    '/garbage-jobs',
    '/invariants',
    '/events?limit=1000',
    '/journal?limit=1000',
    '/journal/har',
    '/client-report',
    '/history',
    '/resources',
    '/resources/image?sort=+name&total=true',
    '/resources/volume?q=type=Root&limit=3',
    `/explain/${images.windows}`,
    `/explain/${images.linux}`,
    `/explain/${volumes.stoppedWindows}`,
    `/explain/${vms.runningLinux}`,
    `/explain/${hosts.linux}`,
    `/explain/${imageStore}`,
    `/explain/${zone}`,
    '/environments',
    '/environments/default',
    '/nothing',
    '/faults?x=1',
  ]) {
    await control('GET', path);
  }
  await control('POST', '/faults', { kind: 'fail', point: 'nowhere' });
  await control('POST', '/faults', { kind: 'fill', point: 'add-image/finish-download' });
  await control('PUT', '/progression', { mode: 'fast' });
  await control('PUT', '/clock', { mode: 'stopped', time: '2001-01-01T00:00:00Z' });
  await control('POST', '/clock/advance', { by: '-1h' });
  await control('POST', '/environments', { name: 'other', seed: 'default' });
  await control('POST', '/environments', { name: 'other' });
  await control('POST', '/environments/default/snapshots', { name: 's' });
  await ask('DELETE', `/images/${images.linux}`);
  await control('POST', '/environments/default/snapshots/s/restore');
  await ask('GET', `/images/${images.linux}`);
  await control('GET', '/environments/default/snapshots');
  await control('DELETE', '/environments/other');
  diary.look();
  return diary.told;
}

test('control of a day are told of as it was recorded', async () => {
  const emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
  const told = await controlOfADay(emulator);
  expect(emulator.brokenLaws()).toEqual({});
  expectSame('control-of-a-day', { 'the day': told });
});
