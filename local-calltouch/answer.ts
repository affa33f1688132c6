/** A complete HTTP answer. */
export interface Answer {
  status: number;
  /** Empty: the answer has no such header. */
  contentType: string;
  body: string;
  /** Headers besides content-type and content-length. */
  headers: Record<string, string>;
}

export const JSON_TYPE = 'application/json; charset=utf-8';
export const TEXT_TYPE = 'text/plain; charset=utf-8';
export const HTML_TYPE = 'text/html; charset=utf-8';

/** An answer without further headers. */
export function plainAnswer(status: number, contentType: string, body: string): Answer {
  return { status, contentType, body, headers: {} };
}

/** An answer in JSON. */
export function jsonAnswer(status: number, value: object): Answer {
  return plainAnswer(status, JSON_TYPE, JSON.stringify(value));
}

/**
 * An error of the service. The page of the register method shows none in JSON: this is the shape
 * that Calltouch's newer methods have.
 */
export function apiError(status: number, errorMessage: string): Answer {
  const apiErrorData = { errorCode: status, errorMessage };
  return jsonAnswer(status, { data: { type: 'apiErrorData', apiErrorData } });
}

/** HTTP 400 for parameters against the rules, in the shape of Calltouch's newer methods. */
export function validationError(messages: string[]): Answer {
  const violations = messages.map((message) => ({ message }));
  return jsonAnswer(400, {
    data: { type: 'validationError', validationErrorData: { violations } },
  });
}
