import {
  apiError,
  JSON_TYPE,
  plainAnswer,
  TEXT_TYPE,
  validationError,
  type Answer,
} from './answer';
import type { LeadBook } from './leadBook';
import { isForm, type ReceivedRequest } from './receivedRequest';
import { violationsOf } from './violations';

/** Calltouch's own words, which come with HTTP 200. */
export const NO_PARAMETER_TEXT =
  'Не возможно создать заявку - не указано ни одного входного параметра';

/**
 * Answers a register request as Calltouch does when all is well, and makes the lead if the request
 * deserves one. Documented: the answer to a lead and the one to no parameter at all. That an unknown
 * address and a site that is no number are a 404, another method a 405, another content type a 415,
 * and bad encoding or a broken rule a 400 is this server's choice, made to be strict.
 */
export function normalAnswer({ arrival, malformed }: ReceivedRequest, book: LeadBook): Answer {
  const { method, siteId, params } = arrival;
  if (siteId === '') return apiError(404, 'Метод не найден');
  if (method !== 'GET' && method !== 'POST')
    return apiError(405, `Метод ${method} не поддерживается`);
  if (!/^\d+$/.test(siteId)) return apiError(404, `Сайт ${siteId} не найден`);
  if (method === 'POST' && !isForm(arrival.contentType) && !isEmpty(arrival)) {
    return apiError(
      415,
      'Тело запроса должно быть в формате application/x-www-form-urlencoded, utf-8',
    );
  }
  if (malformed !== null) {
    return apiError(400, `Неверная кодировка параметра: «${malformed.slice(0, 200)}»`);
  }
  if (Object.keys(params).length === 0) return plainAnswer(200, TEXT_TYPE, NO_PARAMETER_TEXT);
  const violations = violationsOf(params);
  if (violations.length > 0) return validationError(violations);
  const lead = book.makeLead(params, arrival.at);
  arrival.requestId = lead.requestId;
  return plainAnswer(200, JSON_TYPE, lead.json);
}

/** A POST without a body needs no content type. */
function isEmpty({ raw, contentType }: { raw: string; contentType: string }): boolean {
  return raw === '' && contentType === '';
}
