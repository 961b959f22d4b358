'use strict';
const { spawn } = require('node:child_process');
const { delimiter, dirname } = require('node:path');

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Goes on in another Node: with the same arguments, input and output. Signals reach it, its end is ours, and
 * every `node` that it starts is the new one, too.
 */
function handOver(binary, args) {
  // At a terminal the whole group gets Ctrl-C. Elsewhere the child has a group of its own, so that every
  // signal comes to it once, from here.
  const isAtTerminal = process.stdin.isTTY;
  const child = spawn(binary, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environmentOf(binary),
    detached: !isAtTerminal && process.platform !== 'win32',
  });
  const listeners = PASSED_ON.map((signal) => {
    const passOn = () => {
      if (signal !== 'SIGINT' || !isAtTerminal) child.kill(signal);
    };
    process.on(signal, passOn);
    return [signal, passOn];
  });
  child.on('exit', (code, signal) => {
    for (const [name, listener] of listeners) process.off(name, listener);
    if (signal === null) process.exit(code);
    process.kill(process.pid, signal);
  });
}

/** Called by the child: it does not outlive whoever started it, however that one ends. */
function endWithParent() {
  if (process.channel === undefined || process.channel === null) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

function environmentOf(binary) {
  const env = { ...process.env, NODE: binary, npm_node_execpath: binary };
  const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  env[path] = `${dirname(binary)}${delimiter}${env[path] ?? ''}`;
  return env;
}

module.exports = { handOver, endWithParent };
