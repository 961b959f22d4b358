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
  whenOrphaned(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    for (const [name, listener] of listeners) process.off(name, listener);
    if (signal === null) process.exit(code);
    process.kill(process.pid, signal);
  });
}

/** A script does not outlive whoever started it, however that one ends. */
function endWithParent() {
  const end = () => process.kill(process.pid, 'SIGTERM');
  if (process.channel === undefined || process.channel === null) return whenOrphaned(end);
  process.once('disconnect', end);
  return process.channel.unref();
}

/**
 * npm passes a signal to its shell, which ends and leaves us behind, with the port and the database. So what npm
 * started looks now and then whether it still has its parent.
 */
function whenOrphaned(end) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const { ppid } = process;
  const timer = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(timer);
    end();
  }, 250);
  timer.unref();
}

function environmentOf(binary) {
  const env = { ...process.env, NODE: binary, npm_node_execpath: binary };
  const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  env[path] = `${dirname(binary)}${delimiter}${env[path] ?? ''}`;
  return env;
}

module.exports = { handOver, endWithParent };
