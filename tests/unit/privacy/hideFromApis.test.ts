import { withoutProperties } from '../../../server/src/privacy/hideFromApis';

describe('withoutProperties', () => {
  const text = { type: 'string' };

  it('takes the names out of each schema that has them all, at any depth', () => {
    const lead = () => ({ type: 'object', properties: { name: text, a: text, b: text } });
    const document = {
      Lead: lead(),
      LeadRequest: { properties: { data: lead() } },
      Product: { properties: { leads: { properties: { data: { items: [lead()] } } } } },
    };
    withoutProperties(document, ['a', 'b']);
    const left = { type: 'object', properties: { name: text } };
    expect(document).toEqual({
      Lead: left,
      LeadRequest: { properties: { data: left } },
      Product: { properties: { leads: { properties: { data: { items: [left] } } } } },
    });
  });

  it('leaves alone a type that has one of the names for itself', () => {
    const document = { Booking: { properties: { a: text } } };
    withoutProperties(document, ['a', 'b']);
    expect(document).toEqual({ Booking: { properties: { a: text } } });
  });

  it('takes nothing out for no names', () => {
    const document = { Booking: { properties: { a: text } }, empty: null };
    withoutProperties(document, []);
    expect(document).toEqual({ Booking: { properties: { a: text } }, empty: null });
  });
});
