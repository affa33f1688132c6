/** Languages of the journal page. */
export type Language = 'en' | 'ru';

/**
 * Chooses by an `Accept-Language` header (RFC 9110, 12.5.4).
 *
 * @returns English if the header wants neither
 */
export function preferredLanguage(header: string | undefined): Language {
  const wishes = (header ?? '').split(',').map((item) => {
    const [tag = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return { language: tag.split('-')[0], weight: weight ? Number(weight.slice(2)) : 1 };
  });
  const best = wishes
    .filter(({ language, weight }) => (language === 'en' || language === 'ru') && weight > 0)
    .sort((a, b) => b.weight - a.weight)[0];
  return best?.language === 'ru' ? 'ru' : 'en';
}
