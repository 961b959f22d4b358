'use strict';

/** A failure that the reader can mend: shown as one sentence, without a stack. */
class PreparationError extends Error {}

exports.PreparationError = PreparationError;
