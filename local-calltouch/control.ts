import type { IncomingMessage } from 'node:http';
import { jsonAnswer, JSON_TYPE, plainAnswer, type Answer } from './answer';
import type { Arrival } from './contract';
import { readFaultOrder } from './faultParsing';
import type { FaultSwitch } from './faultSwitch';
import { readBody } from './requestBody';

/** Path under which other processes steer the service; the real one has nothing like it. */
export const CONTROL_PATH = '/__control/';

/** What the control interface works on. */
export interface Controlled {
  arrivals: Arrival[];
  faults: FaultSwitch;
  reset: () => void;
}

/**
 * Answers `GET /__control/arrivals` (all arrivals as a JSON array), `POST /__control/fault`
 * (`{"fault": …, "times": …}`, or `{"fault": null}` for none) and `POST /__control/reset`. These
 * requests are no arrivals and count towards no limit.
 */
export async function controlAnswer(
  { arrivals, faults, reset }: Controlled,
  request: IncomingMessage,
): Promise<Answer> {
  const { bytes } = await readBody(request);
  switch (`${request.method} ${request.url}`) {
    case `GET ${CONTROL_PATH}arrivals`:
      return plainAnswer(200, JSON_TYPE, JSON.stringify(arrivals));
    case `POST ${CONTROL_PATH}fault`: {
      const order = readFaultOrder(bytes.toString());
      if (typeof order === 'string') return jsonAnswer(400, { error: order });
      faults.setFault(order.fault, order.scope);
      return jsonAnswer(200, { ok: true });
    }
    case `POST ${CONTROL_PATH}reset`:
      reset();
      return jsonAnswer(200, { ok: true });
    default:
      return jsonAnswer(404, {
        error: `known are: GET ${CONTROL_PATH}arrivals, POST ${CONTROL_PATH}fault, POST ${CONTROL_PATH}reset`,
      });
  }
}
