import type { Lead } from './contracts';
import type { SendMode } from './deployment/standing';

/** `config/plugins` → `calltouch.config`: what belongs to the deployment. */
export interface PluginConfig {
  /** Base address of Calltouch's API. */
  apiUrl: string;
  method: 'POST' | 'GET';
  /** Longest time one request may take, from its start to the end of the answer. */
  timeoutMs: number;
  /** True: this instance sends; false: it only enqueues, and another instance of the site sends. */
  worker: boolean;
  /**
   * Whether this deployment sends. `auto`: once the HTTP server listens, so no command does; in
   * development, or in what was declared a copy, not to Calltouch's own address until somebody
   * switches it on in the admin. `always`: also without a server and in development. `never`: nothing
   * leaves, not even a test lead. None of them sends the leads of another deployment's database.
   */
  send: SendMode;
  /** Name of the public IP address that this instance sends from; each has a rate of its own. */
  egress: string;
  /** Requests that Calltouch takes in any second; 0: no limit, for tests. */
  requestsPerSecond: number;
  /** Last word on a lead; null skips it. Synchronous: it runs in the visitor's request. */
  transformLead:
    | ((lead: Lead, context: { entry: Record<string, unknown>; contentType: string }) => unknown)
    | null;
}

const DEFAULTS: PluginConfig = {
  apiUrl: 'https://api.calltouch.ru',
  method: 'POST',
  timeoutMs: 15_000,
  worker: true,
  send: 'auto',
  egress: 'default',
  requestsPerSecond: 5,
  transformLead: null,
};

/** What each member must be, in words for the message, and the test of it. */
const RULES: { [K in keyof PluginConfig]: [expected: string, test: (value: unknown) => boolean] } =
  {
    apiUrl: ['an http(s) address without query or credentials', isBaseUrl],
    method: ["'POST' or 'GET'", (value) => value === 'POST' || value === 'GET'],
    timeoutMs: ['a whole number from 1000 to 120000', (value) => isWhole(value, 1000, 120_000)],
    worker: ['true or false', (value) => typeof value === 'boolean'],
    send: [
      "'auto', 'always' or 'never'",
      (value) => value === 'auto' || value === 'always' || value === 'never',
    ],
    egress: [
      '1 to 64 letters, digits, ".", "_" or "-"',
      (value) => typeof value === 'string' && /^[\w.-]{1,64}$/.test(value),
    ],
    requestsPerSecond: ['a whole number from 0 to 100', (value) => isWhole(value, 0, 100)],
    transformLead: [
      'a function or nothing',
      (value) => value === null || value === undefined || typeof value === 'function',
    ],
  };

/**
 * Lists everything that is wrong with a plugin config.
 *
 * @returns one English sentence a problem; empty if all is well
 */
export function configProblems(config: Record<string, unknown>): string[] {
  const unknown = Object.keys(config)
    .filter((key) => !(key in RULES))
    .map((key) => `config.${key} is unknown; known are: ${Object.keys(RULES).join(', ')}`);
  const wrong = Object.entries(RULES)
    .filter(([key, [, test]]) => key in config && !test(config[key]))
    .map(([key, [expected]]) => `config.${key}: expected ${expected}, got ${shown(config[key])}`);
  return [...unknown, ...wrong];
}

export default {
  default: DEFAULTS,
  /** Strapi calls it at boot; a throw keeps Strapi from starting. */
  validator(config: Record<string, unknown>): void {
    const problems = configProblems(config);
    if (problems.length > 0) {
      throw new Error(`Calltouch plugin, config/plugins:\n- ${problems.join('\n- ')}`);
    }
  },
};

function isBaseUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const url = new URL(value);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return (
    isHttp && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  );
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function shown(value: unknown): string {
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value));
}
