import type { Check, PageCheck, Settings } from '../contracts';
import { fetchPage, type MayConnect, type PageFault } from '../page/fetchPage';
import { check } from './checks';
import { judgePage } from './judgePage';

/**
 * Reads a live page and compares it with the settings. A page that can't be read is one finding.
 *
 * @param url as a person typed it
 * @param scriptUrl address of the plugin's script; null: unknown
 * @param mayConnect to which addresses a connection may be made
 */
export async function checkPage(
  url: string,
  settings: Pick<Settings, 'sites'>,
  scriptUrl: string | null,
  mayConnect: MayConnect,
): Promise<PageCheck> {
  const fetched = await fetchPage(url, mayConnect);
  if (fetched.kind === 'fault') {
    return { url: fetched.url, checks: [faulty(fetched.fault)], forms: [] };
  }
  const read = fetched.isCut ? check('page', 'unsure', 'cut') : check('page', 'right', 'read');
  const { checks, forms } = judgePage(fetched, settings, scriptUrl);
  return { url: fetched.url, checks: [read, ...checks], forms };
}

function faulty(fault: PageFault): Check {
  const values = {
    ...('code' in fault && { code: fault.code }),
    ...('status' in fault && { status: String(fault.status) }),
  };
  return check('page', 'wrong', fault.kind, values);
}
