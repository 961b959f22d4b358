import * as z from 'zod';
import { messageClassOf } from '../../../domain/message-class.js';
import { defineSync, type Operation } from '../../define-operation.js';

/** The list of all operations is made of this one, too: it is asked for when somebody calls. */
export const getSupportAPIs = (operations: () => readonly Operation[]): Operation =>
  defineSync({
    name: 'GetSupportAPIs',
    family: 'management-nodes',
    method: 'PUT',
    paths: ['/v1/management-nodes/actions'],
    bodyKey: 'getSupportAPIs',
    auth: false,
    summary: 'Names the messages that are answered',
    params: {},
    returns: { supportApis: z.array(z.string()) },
    run: () => ({
      supportApis: operations().map(({ name }) => messageClassOf(name).split('.').at(-1)),
    }),
  });
