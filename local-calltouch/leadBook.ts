import { stringify } from 'lossless-json';
import type { SessionAnswer } from './contract';
import { knownSession } from './knownSessions';
import { moscowText, readRequestDate } from './moscowTime';

/** First of the clients' ids: that of the sample on Calltouch's page. */
const FIRST_CLIENT_ID = 37633316n;

/** Gives leads their ids and remembers who has been a client before. */
export class LeadBook {
  private nextRequestId: bigint;
  private nextClientId = FIRST_CLIENT_ID;
  private readonly clientIds = new Map<string, bigint>();

  constructor(
    firstRequestId: string,
    readonly sessions: Record<string, Partial<SessionAnswer>>,
  ) {
    this.nextRequestId = BigInt(firstRequestId);
  }

  /**
   * Makes a lead. A repeated requestNumber makes another one, which is what Calltouch must be
   * assumed to do.
   *
   * @param params without violations
   * @param now epoch milliseconds, for a lead without `requestDate`
   * @returns its id, and the JSON text of the answer
   */
  makeLead(params: Record<string, string>, now: number): { requestId: string; json: string } {
    const requestId = this.nextRequestId;
    this.nextRequestId += 1n;
    const client = this.clientOf(params);
    return {
      requestId: requestId.toString(),
      // A bigint becomes a number with all its digits.
      json: stringify(this.leadJson(params, now, requestId, client)) ?? '',
    };
  }

  /** Forgets the clients; ids go on growing. */
  reset(): void {
    this.clientIds.clear();
  }

  private clientOf(params: Record<string, string>): { clientId: bigint; known: boolean } {
    const key = normalisedPhone(params.phoneNumber ?? '') || params.email || (params.fio ?? '');
    const earlier = this.clientIds.get(key);
    if (earlier !== undefined) return { clientId: earlier, known: true };
    const clientId = this.nextClientId;
    this.nextClientId += 1n;
    this.clientIds.set(key, clientId);
    return { clientId, known: false };
  }

  /** All members of the sample on Calltouch's page, the obsolete ones too, in its order. */
  private leadJson(
    params: Record<string, string>,
    now: number,
    requestId: bigint,
    client: { clientId: bigint; known: boolean },
  ): object {
    const { requestDate, phoneNumber, email } = params;
    const date = (requestDate === undefined ? null : readRequestDate(requestDate)) ?? now;
    return {
      date,
      requestType: 'CLIENT_ORDER',
      dateStr: moscowText(date),
      session: this.sessionJson(params.sessionId),
      subject: params.subject ?? null,
      uniqTargetRequest: false,
      uniqueRequest: !client.known,
      yandexDirect: null,
      googleAdWords: null,
      requestNumber: params.requestNumber || requestId.toString(),
      requestId,
      client: {
        fio: params.fio ?? null,
        clientId: client.clientId,
        phones: phoneNumber
          ? [{ phoneNumber: normalisedPhone(phoneNumber), phoneType: 'OTHER' }]
          : [],
        contacts: email ? [{ contactType: 'EMAIL', contactValue: email }] : [],
      },
      orders: [],
      targetRequest: false,
      status: 'NOT_SET',
      order: null,
    };
  }

  private sessionJson(sessionId: string | undefined): object | null {
    const session = knownSession(this.sessions, sessionId);
    if (session === null || sessionId === undefined) return null;
    const { additionalTags, attribution, attrs, yaClientId, ...before } = session;
    return {
      ...before,
      yaClientId: yaClientId === null ? null : idJson(yaClientId),
      sessionId: idJson(sessionId),
      additionalTags,
      attribution,
      attrs,
    };
  }
}

/**
 * Brings a phone to 7XXXXXXXXXX, as Calltouch's page says it does with any writing of 11 digits.
 * What happens to other numbers the page does not say: they stay as they were sent.
 */
export function normalisedPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length === 11 ? `7${digits.slice(1)}` : phone;
}

/** An id for JSON: a number if it is one, as in the sample of Calltouch's page, else the text. */
function idJson(id: string): bigint | string {
  return /^(0|[1-9]\d*)$/.test(id) ? BigInt(id) : id;
}
