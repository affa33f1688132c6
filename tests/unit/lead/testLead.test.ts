import { testLead } from '../../../server/src/lead/testLead';
import { form, site } from '../../support/settings';

const NOW_MS = Date.parse('2026-03-26T07:00:05Z');
const person = 'anna@example.com';

describe('a test lead', () => {
  it('says in every part that it is one', () => {
    const lead = testLead({ site: site(), form: null, person, nowMs: NOW_MS, random: 0.5 });
    expect(lead).toEqual({
      subject: 'Тест / Test: example.ru',
      requestNumber: 'test-20260326100005-i000',
      requestDate: '26.03.2026 10:00:05',
      fio: 'Тест Тестов / Test',
      phoneNumber: '79990000000',
      email: 'test@example.com',
      comment: expect.stringMatching(/проверочная заявка.*anna@example\.com.*This is a test/s),
      tags: 'test',
      customFields: [],
    });
  });

  it('carries the custom fields of the form', () => {
    const customFields = [
      { name: 'product', value: '{{ product.title }}' },
      { name: 'color', value: '' },
    ];
    const lead = testLead({
      site: site(),
      form: form({ customFields }),
      person,
      nowMs: NOW_MS,
      random: 0,
    });
    expect(lead.customFields).toEqual([
      { name: 'product', value: 'test' },
      { name: 'color', value: 'test' },
    ]);
    expect(lead.requestNumber).toMatch(/-0000$/);
  });

  it('keeps the limits of Calltouch', () => {
    const long = site({ name: 'я'.repeat(300) });
    const lead = testLead({ site: long, form: null, person, nowMs: NOW_MS, random: 0.9999999 });
    expect(lead.subject).toHaveLength(256);
    expect(lead.requestNumber).toMatch(/^test-\d{14}-zzzz$/);
  });
});
