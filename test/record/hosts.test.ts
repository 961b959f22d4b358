import { expectAsRecorded } from './as-recorded';

test('what is asked of hosts is answered as it was recorded', async () => {
  await expectAsRecorded('hosts');
});
