import { captureInput } from '../../../server/src/capture/captureInput';

const TOLD = { sessionId: '4794763832' };

describe('captureInput', () => {
  it.each<[string, unknown]>([
    ['data.calltouch', { data: { name: 'x', calltouch: TOLD } }],
    ['calltouch beside data', { data: { name: 'x' }, calltouch: TOLD }],
    ['calltouch without data', { name: 'x', calltouch: TOLD }],
    ['calltouch in JSON within a form', { data: JSON.stringify({ calltouch: TOLD }) }],
    ['calltouch beside such JSON', { data: '{"name":"x"}', calltouch: TOLD }],
    ['calltouch beside what is no JSON', { data: '{', calltouch: TOLD }],
    ['data’s before the one beside', { data: { calltouch: TOLD }, calltouch: {} }],
  ])('finds %s', (_where, body) => {
    expect(captureInput(body)).toEqual(TOLD);
  });

  it.each([undefined, null, 'text', 5, [], {}, { data: null }, { data: 'null' }, { data: [] }])(
    'finds nothing in %p',
    (body) => {
      expect(captureInput(body)).toBeUndefined();
    },
  );
});
