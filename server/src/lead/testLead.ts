import type { Form, Lead, Site } from '../contracts';
import { limitLead } from './leadLimits';
import { requestDate } from './requestDate';

/** Eleven digits as Calltouch wants them, and plainly nobody's. */
const FAKE_PHONE = '79990000000';

/**
 * A lead that nobody can take for a visitor's. It carries the form's custom fields, so that Calltouch
 * shows which of them the account does not know.
 *
 * @param person the administrator who sends it
 * @param random in [0, 1)
 */
export function testLead({
  site,
  form,
  person,
  nowMs,
  random,
}: {
  site: Site;
  form: Form | null;
  person: string;
  nowMs: number;
  random: number;
}): Lead {
  const date = requestDate(nowMs, site.timeZone);
  const [day, month, year, time] = date.split(/[. ]/);
  const tail = Math.floor(random * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  const fields = {
    subject: `Тест / Test: ${site.name}`,
    fio: 'Тест Тестов / Test',
    phoneNumber: FAKE_PHONE,
    email: 'test@example.com',
    comment:
      `Это проверочная заявка, а не обращение клиента: её отправил ${person} из плагина Calltouch для Strapi. ` +
      'Её можно удалить.\n' +
      `This is a test and no client’s lead: ${person} sent it from Strapi’s Calltouch plugin. It can be deleted.`,
    tags: 'test',
  };
  const customFields = (form?.customFields ?? []).map(({ name }) => ({ name, value: 'test' }));
  const defaults = {
    sessionId: null,
    requestUrl: null,
    requestDate: date,
    requestNumber: `test-${year}${month}${day}${time?.replaceAll(':', '')}-${tail}`,
  };
  return limitLead({ fields, customFields }, defaults, site.timeZone).lead;
}
