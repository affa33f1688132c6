import { addAttribution } from '../../../client/src/body';

const VISIT = { sessionId: '111', pageUrl: 'https://example.ru/' };
const FIELDS = {
  'calltouch[sessionId]': '111',
  'calltouch[pageUrl]': 'https://example.ru/',
  'calltouch[reason]': '',
};

describe('addAttribution', () => {
  it('adds it to the data of an object, or to the object, and leaves the given one alone', () => {
    const body = { data: { name: 'x' }, more: 1 };
    expect(addAttribution(body, VISIT)).toEqual({ data: { name: 'x', calltouch: VISIT }, more: 1 });
    expect(body).toEqual({ data: { name: 'x' }, more: 1 });
    expect(addAttribution({ name: 'x' }, VISIT)).toEqual({ name: 'x', calltouch: VISIT });
    expect(addAttribution({ data: 'x' }, VISIT)).toEqual({ data: 'x', calltouch: VISIT });
  });

  it.each([FormData, URLSearchParams])('adds it to the fields of a %p, once', (Fields) => {
    const body = new Fields();
    body.set('name', 'x');
    addAttribution(body, { pageUrl: 'https://example.ru/old', reason: 'timeout' });
    expect(addAttribution(body, VISIT)).toBe(body);
    expect(Object.fromEntries(body)).toEqual({ name: 'x', ...FIELDS });
  });

  it('adds a visit member by member', () => {
    const body = new FormData();
    addAttribution(body, {
      ...VISIT,
      visit: { landingPage: 'https://example.ru/?a=1', yclid: '7' },
    });
    expect([...body]).toEqual([
      ...Object.entries({ 'calltouch[sessionId]': '111', 'calltouch[reason]': '' }),
      ['calltouch[pageUrl]', 'https://example.ru/'],
      ['calltouch[visit][landingPage]', 'https://example.ru/?a=1'],
      ['calltouch[visit][yclid]', '7'],
    ]);
  });

  it.each([null, undefined, 'text', 5, [[1]]])('leaves %p as it is', (body) => {
    expect(addAttribution(body, VISIT)).toBe(body);
  });
});
