import { join } from 'node:path';

/** What `preset: 'zstack-image-emulator/jest'` adds to a configuration of jest. */
const preset = {
  globalSetup: join(__dirname, 'global-setup.js'),
  globalTeardown: join(__dirname, 'global-teardown.js'),
  setupFilesAfterEnv: [join(__dirname, 'setup.js')],
};

export = preset;
