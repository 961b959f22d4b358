module.exports = {
  preset: 'zstack-image-emulator/jest',
  globals: {
    // What every environment begins as, and whether leftovers fail the run.
    zstackImageEmulator: { seed: 'default', failOnLeaks: true },
  },
};
