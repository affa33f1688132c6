/**
 * Brings a phone to 7XXXXXXXXXX, as Calltouch's page says it does with any writing of 11 digits.
 * What happens to other numbers the page does not say: they stay as they were sent.
 */
export function normalisedPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length === 11 ? `7${digits.slice(1)}` : phone;
}
