#!/usr/bin/env node
import { Command } from 'commander';
import { addOpenApiCommand } from './openapi.js';
import { addServeCommand } from './serve.js';

const program = new Command('zstack-emulator').description(
  'An emulator of the image subsystem of ZStack Cloud',
);
addServeCommand(program);
addOpenApiCommand(program);
void program.parseAsync();
