import { expectAsRecorded } from './as-recorded';

test('what is asked of vm instances is answered as it was recorded', async () => {
  await expectAsRecorded('vm-instances');
});
