import { expectAsRecorded } from './as-recorded';

test('what is asked of primary storages is answered as it was recorded', async () => {
  await expectAsRecorded('primary-storages');
});
