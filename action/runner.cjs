'use strict';
// What a runner of actions is told, and how: by files that it names, and by lines of standard output.
const { appendFileSync } = require('node:fs');
const { randomUUID } = require('node:crypto');

/** The value of an input, without blanks around it. */
exports.input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();

/** Tells a value: `GITHUB_OUTPUT`, `GITHUB_STATE` or `GITHUB_ENV` name the file. */
exports.tell = (file, name, value) => {
  const end = `end-${randomUUID()}`;
  append(file, `${name}<<${end}\n${value}\n${end}\n`);
};

/** Adds Markdown to the summary of the job. */
exports.summarize = (markdown) => append('GITHUB_STEP_SUMMARY', `${markdown}\n`);

/** A line that the runner shows as an error; the step fails by it. */
exports.fail = (message) => {
  const escaped = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  console.log(`::error::${escaped}`);
  process.exitCode = 1;
};

function append(variable, text) {
  const file = process.env[variable];
  if (file) appendFileSync(file, text);
}
