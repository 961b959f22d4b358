import { expectAsRecorded } from './as-recorded';

test('what is asked of volumes is answered as it was recorded', async () => {
  await expectAsRecorded('volumes');
});
