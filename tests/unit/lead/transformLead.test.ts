import type { Lead } from '../../../server/src/contracts';
import { transformed } from '../../../server/src/lead/transformLead';
import { itEvery } from '../../support/itEvery';

const LEAD: Lead = { fio: 'Иван', customFields: [{ name: 'product', value: 'Окно' }] };

describe('transformed', () => {
  it('takes what the transform returns, every field as text', () => {
    const result = transformed(
      (lead) => ({
        ...lead,
        phoneNumber: 79205550055,
        tags: true,
        comment: null,
        email: undefined,
      }),
      LEAD,
    );
    expect(result).toEqual({
      kind: 'lead',
      raw: {
        fields: expect.objectContaining({
          fio: 'Иван',
          phoneNumber: '79205550055',
          tags: 'true',
          comment: '',
          email: '',
        }),
        customFields: [{ name: 'product', value: 'Окно' }],
      },
    });
  });

  it('gives the transform a copy, so that a half-done change is undone with it', () => {
    const lead = structuredClone(LEAD);
    const result = transformed((copy) => {
      copy.fio = 'Пётр';
      copy.customFields.length = 0;
      throw new Error('half way');
    }, lead);
    expect(result).toEqual({ kind: 'broken', text: 'half way' });
    expect(lead).toEqual(LEAD);
  });

  it('drops members that a lead does not have', () => {
    const result = transformed((lead) => ({ ...lead, apiToken: 'x', toString: 1 }), LEAD);
    expect(result).toMatchObject({ kind: 'lead' });
    expect(JSON.stringify(result)).not.toMatch(/apiToken|toString/);
  });

  it('takes a lead without custom fields', () => {
    expect(transformed(() => ({ fio: 'Иван' }), LEAD)).toMatchObject({ raw: { customFields: [] } });
    expect(transformed(() => ({ customFields: null }), LEAD)).toMatchObject({ kind: 'lead' });
  });

  it('is told by null that the lead must not be sent', () => {
    expect(transformed(() => null, LEAD)).toEqual({ kind: 'rejected' });
  });

  itEvery([
    [undefined, 'must return a lead or null, it returned undefined'],
    [false, 'it returned boolean'],
    ['lead', 'it returned string'],
    [[LEAD], 'it returned a list'],
    [{ fio: ['Иван'] }, 'fio must be text, it is a list'],
    [{ email: { a: 1 } }, 'email must be text, it is object'],
    [{ comment: () => 'x' }, 'comment must be text, it is function'],
    [{ customFields: { product: 'Окно' } }, 'customFields must be a list, it is object'],
    [{ customFields: ['Окно'] }, 'customFields[0] must be { name, value }, it is string'],
    [{ customFields: [null] }, 'customFields[0] must be { name, value }, it is null'],
    [
      { customFields: [{ name: 'a', value: [1] }] },
      'customFields[0].value must be text, it is a list',
    ],
  ])('calls … broken and says why', (returned, text) => {
    expect(transformed(() => returned, LEAD)).toEqual({
      kind: 'broken',
      text: expect.stringContaining(text),
    });
  });

  itEvery([
    [new Error('no'), 'no'],
    ['no', 'no'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('calls one that throws … broken', (thrown, text) => {
    const transform = () => {
      // Other people's code throws what it likes.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw thrown;
    };
    expect(transformed(transform, LEAD)).toEqual({ kind: 'broken', text });
  });

  it('refuses a promise, and a rejected one ends nothing', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const result = transformed(() => Promise.reject(new Error('later')), LEAD);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(result).toEqual({ kind: 'broken', text: expect.stringContaining('synchronous') });
    expect(unhandled).not.toHaveBeenCalled();
  });
});
