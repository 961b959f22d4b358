import type { Operation } from '../api/define-operation.js';
import { answerClassOf } from '../contract/messages.js';
import { messageClassOf } from '../domain/message-class.js';
import { ANY_UUID, BY_NAME } from './example-values.js';

const TEXT = { schema: { type: 'string' } };
const SESSION = {
  type: 'object',
  properties: { uuid: { type: 'string' } },
  description: 'of all but the few that need none',
};

/** What the real system calls `RestAPIResponse`. */
const RESPONSE = {
  title: 'RestAPIResponse',
  type: 'object',
  properties: {
    uuid: { type: 'string', description: 'of what is worked on: of its result' },
    state: { enum: ['Processing', 'Done'] },
    createdDate: { type: 'string' },
    finishedDate: { type: 'string' },
    result: {
      type: 'string',
      description:
        'JSON: the class of the reply or event, with its fields and `success`, or `error`',
    },
  },
  required: ['state', 'createdDate'],
};

/** The images that are Ready, asked in the session of the default seed. */
const EXAMPLE = {
  'org.zstack.header.image.APIQueryImageMsg': {
    conditions: [{ name: 'status', op: '=', value: 'Ready' }],
    session: { uuid: BY_NAME['sessionUuid'] },
  },
};

const ANSWERED = {
  description: 'The call was understood, whatever came of it; a sentence: it was not',
  content: { 'application/json': { schema: RESPONSE }, 'text/plain': TEXT },
};
const REFUSED = { $ref: '#/components/responses/RestRefused' };
const FAILED = { $ref: '#/components/responses/RestFailed' };

/** The addresses of messages, with the classes of all messages and of their answers. */
export function messagePaths(imageApi: readonly Operation[]): Record<string, object> {
  return {
    '/zstack/api': {
      post: {
        operationId: 'SendMessage',
        summary: 'One address for all operations: the key in the body names the class of a message',
        tags: ['messages'],
        security: [{}],
        'x-messages': Object.fromEntries(
          imageApi.map(({ name }) => [
            name,
            { message: messageClassOf(name), answer: answerClassOf(name) },
          ]),
        ),
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                minProperties: 1,
                maxProperties: 1,
                additionalProperties: {
                  type: 'object',
                  properties: { session: SESSION },
                  additionalProperties: true,
                },
              },
              example: EXAMPLE,
            },
          },
        },
        responses: {
          200: ANSWERED,
          413: REFUSED,
          500: FAILED,
          503: { $ref: '#/components/responses/Refused' },
        },
      },
    },
    '/zstack/api/result/{uuid}': {
      get: {
        operationId: 'GetMessageResult',
        summary: 'What a message came to, or that it is worked on',
        tags: ['messages'],
        parameters: [
          {
            name: 'uuid',
            in: 'path',
            required: true,
            schema: { type: 'string' },
            example: ANY_UUID,
          },
        ],
        security: [{}],
        responses: {
          200: {
            description: 'Where it stands',
            content: { 'application/json': { schema: RESPONSE } },
          },
          404: REFUSED,
        },
      },
    },
  };
}
