/**
 * The plugin's own number of a lead: readable, and the same for all attempts of a delivery.
 *
 * @param uid of the content type, whose last part is its singular name
 */
export function ownNumber(uid: string, documentId: string): string {
  return `${uid.slice(uid.lastIndexOf('.') + 1)}-${documentId}`;
}
