import { readRequestDate } from './moscowTime';

/** Most characters (UTF-16 units, the stricter reading) of `subject` and of `requestNumber`. */
const LONGEST_NAME = 256;
const MOST_CUSTOM_FIELDS = 20;

/**
 * Lists what is wrong with the parameters of a lead, in Russian, as the service speaks.
 *
 * Calltouch's page gives the rules on contacts, lengths, the number of custom fields and the form
 * of the date without saying what happens to a lead that breaks them, and the rule on the session
 * comes from one caller's report. To refuse the lead is this server's strictness: so no test passes
 * with a lead that the real service may refuse.
 *
 * @returns empty if all is well
 */
export function violationsOf(params: Record<string, string>): string[] {
  return [
    contactViolation(params),
    sessionViolation(params.sessionId),
    lengthViolation('subject', params.subject),
    lengthViolation('requestNumber', params.requestNumber),
    customFieldsViolation(Object.keys(params)),
    dateViolation(params.requestDate),
  ].filter((message) => message !== null);
}

function contactViolation({ fio, phoneNumber, email }: Record<string, string>): string | null {
  const given = [fio, phoneNumber, email].some((value) => (value ?? '').trim() !== '');
  return given ? null : 'Не указан ни один из параметров: fio, phoneNumber, email';
}

function sessionViolation(sessionId: string | undefined): string | null {
  if (sessionId === undefined || !['', '0', 'undefined'].includes(sessionId.trim())) return null;
  return `Недопустимое значение параметра sessionId: «${sessionId}»`;
}

function lengthViolation(name: string, value: string | undefined): string | null {
  if ((value ?? '').length <= LONGEST_NAME) return null;
  return `Параметр ${name} длиннее ${LONGEST_NAME} символов`;
}

function customFieldsViolation(names: string[]): string | null {
  const count = names.filter((name) => /^customField\[.*\]$/s.test(name)).length;
  if (count <= MOST_CUSTOM_FIELDS) return null;
  return `Больше ${MOST_CUSTOM_FIELDS} пользовательских полей customField: ${count}`;
}

function dateViolation(requestDate: string | undefined): string | null {
  if (requestDate === undefined || readRequestDate(requestDate) !== null) return null;
  return `Параметр requestDate не в формате dd.mm.yyyy hh:mm:ss: «${requestDate}»`;
}
