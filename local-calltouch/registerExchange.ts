import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiError } from './answer';
import type { Arrival } from './contract';
import { deliver, type Delivery } from './delivery';
import { faultDelivery } from './faultDelivery';
import type { FaultSwitch } from './faultSwitch';
import type { LeadBook } from './leadBook';
import type { RateLimit } from './rateLimit';
import { receiveBody, receiveHeaders, type ReceivedRequest } from './receivedRequest';
import { normalAnswer } from './registerMethod';

/** The parts of a running service. */
export interface Service {
  /** All requests so far. */
  arrivals: Arrival[];
  rateLimit: RateLimit;
  faults: FaultSwitch;
  book: LeadBook;
  /** Delay of normal answers. */
  minimumDelayMs: number;
}

/**
 * Takes one request of the API from its headers to its answer: counted by the rate limit, read,
 * turned into a lead (or not), answered (or not), in this order. So whatever a client learns stands
 * among the arrivals already.
 */
export async function exchange(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const received = receiveHeaders(request);
  const { arrival } = received;
  service.arrivals.push(arrival);
  const admitted = service.rateLimit.admits(
    request.socket.remoteAddress ?? '',
    arrival.monotonicMs,
  );
  const early = admitted ? service.faults.take(arrival, 'headers') : null;
  if (early) {
    arrival.fault = early.kind;
  } else if (!(await receiveBody(received, request))) {
    return;
  }
  const delivery = early ? RESET : admitted ? decide(service, received) : TOO_MANY;
  await deliver(delivery, response, (status) => (arrival.status = status));
}

const RESET: Delivery = { kind: 'reset' };

/** Whether Calltouch sends Retry-After is unknown: the harder case is that it does not. */
const TOO_MANY: Delivery = {
  kind: 'answer',
  answer: apiError(429, 'Too Many Requests'),
  delayMs: 0,
};

function decide(service: Service, received: ReceivedRequest): Delivery {
  const normal = () => normalAnswer(received, service.book);
  const fault = service.faults.take(received.arrival, 'body');
  if (fault === null) return { kind: 'answer', answer: normal(), delayMs: service.minimumDelayMs };
  received.arrival.fault = fault.kind;
  return faultDelivery(fault, normal);
}
