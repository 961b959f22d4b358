'use strict';

/** Under this name a file of tests finds what makes its modules of src (environment.cjs). */
exports.KEY = Symbol.for('zstack-image-emulator/sources');
