import { apiError, HTML_TYPE, JSON_TYPE, plainAnswer, TEXT_TYPE } from './answer';
import type { Answer } from './answer';
import type { Fault } from './contract';
import type { Delivery } from './delivery';

const HTML_PAGE = `<!doctype html>
<html lang="ru"><head><title>Технические работы</title></head>
<body><h1>Сервис временно недоступен</h1></body></html>
`;

/** Size of a piece of an answer that is sent piece by piece. */
const PIECE_BYTES = 16 * 1024;

/**
 * Says how a request that meets a fault is served.
 *
 * @param normalAnswer makes the lead; called only by faults that do
 */
export function faultDelivery(fault: Fault, normalAnswer: () => Answer): Delivery {
  switch (fault.kind) {
    case 'status':
      return answered(statusAnswer(fault));
    case 'delay':
      return { kind: 'answer', answer: normalAnswer(), delayMs: fault.delayMs };
    case 'resetBefore':
      return { kind: 'reset' };
    case 'resetAfterBody':
      normalAnswer();
      return { kind: 'reset' };
    case 'resetInAnswer':
      return { kind: 'halfAnswer', answer: normalAnswer() };
    case 'cutJson': {
      const answer = normalAnswer();
      return answered({ ...answer, body: answer.body.slice(0, answer.body.length / 2) });
    }
    case 'html':
      return answered(plainAnswer(fault.status ?? 200, HTML_TYPE, HTML_PAGE));
    case 'text':
      return answered(plainAnswer(200, TEXT_TYPE, fault.text));
    case 'empty':
      return answered(plainAnswer(200, '', ''));
    case 'hugeBody':
      return { kind: 'pieces', contentType: JSON_TYPE, pieces: hugeJson(fault.bytes) };
    case 'blackHole':
      normalAnswer();
      return { kind: 'silence' };
    case 'json':
      return answered(plainAnswer(fault.status ?? 200, JSON_TYPE, fault.json));
  }
}

function answered(answer: Answer): Delivery {
  return { kind: 'answer', answer, delayMs: 0 };
}

function statusAnswer(fault: Extract<Fault, { kind: 'status' }>): Answer {
  const usual = apiError(fault.status, `HTTP ${fault.status}`);
  const { body = usual.body, contentType = usual.contentType, headers = {} } = fault;
  return { status: fault.status, contentType, body, headers };
}

/** A JSON object of exactly so many bytes (or of its few least ones), piece by piece. */
function* hugeJson(bytes: number): Generator<string> {
  const head = '{"date":1522047600000,"requestType":"CLIENT_ORDER","session":{"keywords":"';
  const tail = '"}}';
  yield head;
  for (let left = bytes - head.length - tail.length; left > 0; left -= PIECE_BYTES) {
    yield 'x'.repeat(Math.min(left, PIECE_BYTES));
  }
  yield tail;
}
