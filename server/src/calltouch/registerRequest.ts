import type { Lead } from '../contracts';

/**
 * The register request's parameters in the order of Calltouch's page; empty ones are left out,
 * because an empty `sessionId` is known to make Calltouch refuse the lead.
 */
export function leadParameters(lead: Lead): [name: string, value: string][] {
  const parameters: [string, string | undefined][] = [
    ['subject', lead.subject],
    ['requestNumber', lead.requestNumber],
    ['requestDate', lead.requestDate],
    ['sessionId', lead.sessionId],
    ['fio', lead.fio],
    ['phoneNumber', lead.phoneNumber],
    ['email', lead.email],
    ['comment', lead.comment],
    ['tags', lead.tags],
    ['requestUrl', lead.requestUrl],
    ...lead.customFields.map((field): [string, string] => [
      `customField[${field.name}]`,
      field.value,
    ]),
  ];
  return parameters.filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
  );
}

/**
 * `name=value&…` in UTF-8, fit for a form body and for a query alike: a blank is `%20`, which both
 * read as a blank (Calltouch's page writes it so), while `+` would be a plus sign to some.
 */
export function formEncoded(parameters: [name: string, value: string][]): string {
  return parameters.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
}

/** Address of the register method for one site. */
export function registerUrl(apiUrl: string, siteId: string): string {
  const base = apiUrl.replace(/\/+$/, '');
  return `${base}/calls-service/RestAPI/requests/${encodeURIComponent(siteId)}/register/`;
}
