import { pipeline, Readable, type Transform } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Delivery } from '../contracts';

/**
 * Columns of the export. Their names are for programs and stay the same in every language; dates are
 * ISO 8601 in UTC, `possibleDuplicate` is true or false, what is unknown or erased is empty.
 */
const COLUMNS: Record<string, (delivery: Delivery) => string | number | null | undefined> = {
  id: ({ id }) => id,
  submittedAt: ({ submittedAt }) => submittedAt,
  status: ({ status }) => status,
  contentType: ({ contentType }) => contentType,
  documentId: ({ documentId }) => documentId,
  site: ({ site }) => site,
  fio: ({ lead }) => lead?.fio,
  phoneNumber: ({ lead }) => lead?.phoneNumber,
  email: ({ lead }) => lead?.email,
  subject: ({ lead }) => lead?.subject,
  requestNumber: ({ requestNumber }) => requestNumber,
  requestId: ({ requestId }) => requestId,
  source: ({ result }) => result?.source,
  medium: ({ result }) => result?.medium,
  utmSource: ({ result }) => result?.utmSource,
  utmMedium: ({ result }) => result?.utmMedium,
  utmTerm: ({ result }) => result?.utmTerm,
  utmContent: ({ result }) => result?.utmContent,
  utmCampaign: ({ result }) => result?.utmCampaign,
  /** The session that the lead was sent with. */
  sessionId: ({ lead }) => lead?.sessionId,
  pageUrl: ({ lead, capture }) => lead?.requestUrl ?? capture?.pageUrl,
  attempts: ({ attemptCount }) => attemptCount,
  deliveredAt: ({ deliveredAt }) => deliveredAt,
  possibleDuplicate: ({ possibleDuplicate }) => String(possibleDuplicate),
  /** Code of the reason, as in the Admin API. */
  reason: ({ reason }) => reason?.code,
  /** The service's or the error's own words. */
  reasonText: ({ reason }) => reason?.text,
};

/**
 * The deliveries as CSV, made as fast as the client reads; destroying the stream ends the reading.
 * With a semicolon and a byte order mark, as Excel opens it in Russia, and with an apostrophe before
 * what a visitor wrote that a spreadsheet would take for a formula.
 *
 * @param view a delivery as the reader may see it
 * @param onError called when the deliveries could not all be read
 */
export function deliveriesCsv(
  batches: AsyncIterable<Delivery[]>,
  view: (delivery: Delivery) => Delivery,
  onError: () => void,
): Transform {
  async function* rows() {
    for await (const batch of batches) {
      for (const delivery of batch) {
        const visible = view(delivery);
        yield Object.values(COLUMNS).map((valueOf) => valueOf(visible));
      }
    }
  }
  const csv = stringify({
    bom: true,
    delimiter: ';',
    header: true,
    columns: Object.keys(COLUMNS),
    escape_formulas: true,
  });
  pipeline(Readable.from(rows()), csv, (error) => {
    if (error) onError();
  });
  return csv;
}
