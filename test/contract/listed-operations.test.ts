import { LISTED_OPERATIONS, OPERATIONS } from '../../src/api/operations';
import { HOST_OPERATIONS, LISTED_HOST } from '../../src/control/environments';
import { CONTROL_OPERATIONS, LISTED_CONTROL } from '../../src/control/operations';

test.each([
  ['the image API', LISTED_OPERATIONS, OPERATIONS],
  ['one environment', LISTED_CONTROL, CONTROL_OPERATIONS],
  ['environments', LISTED_HOST, HOST_OPERATIONS],
])('the list of operations of %s says what each declares', (_, listed, operations) => {
  expect(new Set(listed.map(({ name }) => name)).size).toBe(listed.length);
  for (const { load: _load, flow, ...told } of listed) {
    const operation = operations.get(told.name);
    expect(operation).toMatchObject(told);
    expect(operation?.bodyKey).toBe(told.bodyKey);
    expect(operation?.kind === 'async' ? operation.flow.name : undefined).toBe(flow);
  }
});
