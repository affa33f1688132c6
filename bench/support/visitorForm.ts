/** The visitor's form as a page sends it. */
export function formBody(number: number): string {
  return JSON.stringify({
    data: {
      name: `Посетитель ${number}`,
      phone: `8 920 ${String(1_000_000 + (number % 9_000_000))}`,
      email: `visitor${number}@example.ru`,
      message: 'Здравствуйте! Сколько стоят два окна с установкой? Перезвоните после шести вечера.',
      kind: 'order',
    },
  });
}

export const FORM_HEADERS = {
  'Content-Type': 'application/json',
  Referer: 'https://example.ru/windows/?utm_source=yandex&utm_medium=cpc',
  Cookie: '_ct_session_id=456789123; _ct_ids=abcd1234%3A12345%3A456789123',
};
