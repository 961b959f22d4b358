/** The modules of src for one file of tests; whoever isolates modules gets others, as from jest itself. */
'use strict';
const { KEY } = require('./key.cjs');

const files = globalThis[KEY](require);

module.exports = (name) => files[name]();
