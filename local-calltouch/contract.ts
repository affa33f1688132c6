/** What a user of the local Calltouch sees of it. */

/** How to start a local Calltouch. Every member may be left out. */
export interface LocalCalltouchOptions {
  /** TCP port; 0, the default, takes any free one. */
  port?: number;
  /**
   * Requests that one client address may make within any sliding second; default 5, which is the
   * rule of Calltouch's page. 0: no limit.
   */
  requestsPerSecond?: number;
  /**
   * The visits that it knows, by session id; replaces the built-in ones. What a visit leaves out
   * is that of a direct visit.
   */
  sessions?: Record<string, Partial<SessionAnswer>>;
  /** Id of the first lead, digits only, up to 19 of them; default 5222102. */
  firstRequestId?: string;
  /** Least time, in milliseconds, from a complete request to its normal answer; default 0. */
  minimumDelayMs?: number;
}

/** The members of `session` in an answer, as documented on Calltouch's page. */
export interface SessionAnswer {
  keywords: string;
  city: string;
  ip: string;
  browser: string;
  source: string;
  medium: string;
  ref: string;
  url: string;
  utmSource: string;
  utmMedium: string;
  utmTerm: string;
  utmContent: string;
  utmCampaign: string;
  guaClientId: string | null;
  /** Digits; written as a JSON number, which may exceed 2^53. */
  yaClientId: string | null;
  additionalTags: string[];
  /** Number of the attribution model. */
  attribution: number;
  attrs: string | null;
}

/** One request that reached the service, in the order in which the request headers came. */
export interface Arrival {
  /** Epoch milliseconds of the receipt of the request headers. */
  at: number;
  /**
   * The same moment by this process's monotonic clock, in fractional milliseconds. Comparable
   * among arrivals of one process only.
   */
  monotonicMs: number;
  method: string;
  /** As in the path; empty if the path is not that of the register method. */
  siteId: string;
  /** Decoded parameters, `customField[…]` keys as sent; of a repeated one the first. */
  params: Record<string, string>;
  /** Body (POST) or query (GET) exactly as received; bytes that are no UTF-8 are shown as Latin-1. */
  raw: string;
  contentType: string;
  /** The status line that was sent, even if the body was then cut off; null: none (yet). */
  status: number | null;
  /** Id of the lead that this request made; null: it made none. */
  requestId: string | null;
  /** Kind of the fault that it met; null: none. */
  fault: string | null;
}

/**
 * What can go wrong on purpose. "Makes the lead" means: as the normal answer would, so a request
 * that is refused makes none here either.
 */
export type Fault =
  /** Another status instead of the normal answer, e.g. 500, or 429 with Retry-After. No lead. */
  | {
      kind: 'status';
      status: number;
      body?: string;
      contentType?: string;
      headers?: Record<string, string>;
    }
  /** Makes the lead at once and gives the normal answer after so many milliseconds. */
  | { kind: 'delay'; delayMs: number }
  /** Resets the connection as soon as the headers are in. No lead. */
  | { kind: 'resetBefore' }
  /** Reads everything, makes the lead, and resets the connection instead of answering. */
  | { kind: 'resetAfterBody' }
  /** Makes the lead, sends the headers and half of the JSON, and resets the connection. */
  | { kind: 'resetInAnswer' }
  /** Makes the lead; the HTTP answer is complete, its JSON is cut off. */
  | { kind: 'cutJson' }
  /** An HTML page, with status 200 by default. No lead. */
  | { kind: 'html'; status?: number }
  /** 200 with this text. No lead. */
  | { kind: 'text'; text: string }
  /** 200 without a body. No lead. */
  | { kind: 'empty' }
  /** 200, a JSON object of so many bytes that begins like a normal answer. No lead. */
  | { kind: 'hugeBody'; bytes: number }
  /** Reads everything, makes the lead, and never answers. */
  | { kind: 'blackHole' }
  /** Exactly this JSON text, with status 200 by default. No lead. */
  | { kind: 'json'; json: string; status?: number };

/** Which requests a fault is for. */
export interface FaultScope {
  /** How many requests meet it; then all is well again. Left out: until the next `setFault`. */
  times?: number;
  /**
   * Requests that it is for. `resetBefore` is decided when the headers are in, so it can't see the
   * parameters of a POST; every other fault is decided with all parameters at hand.
   */
  when?: (arrival: Arrival) => boolean;
}

/** Switch for the faults. A request over the rate limit gets its 429 and meets no fault. */
export interface Faults {
  /** Replaces the present fault; null: all is well. */
  setFault(fault: Fault | null, scope?: FaultScope): void;
  /** The present fault, and how many requests it will yet meet (null: no end). */
  current(): { fault: Fault; remaining: number | null } | null;
}

/** A running local Calltouch. */
export interface LocalCalltouch {
  /** Base address without a slash at its end: what the plugin's `apiUrl` takes. */
  url: string;
  port: number;
  /** All requests so far, the same array all the time; an item is completed while it is served. */
  arrivals: Arrival[];
  /** The arrivals that made a lead, as of the moment of reading. */
  readonly leads: Arrival[];
  faults: Faults;
  /**
   * Forgets arrivals, clients and the fault, and frees the rate limit. Lead ids go on growing: the
   * service never gives one out twice.
   */
  reset(): void;
  /** Closes the port and every connection, also those whose answers are due. */
  stop(): Promise<void>;
}
