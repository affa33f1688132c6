import * as React from 'react';
import { useIntl } from 'react-intl';
import { templateMistake } from '../templateMistakes';
import { PLUGIN_ID } from '../../../server/src/contracts';
import type { TextKey } from '../translations/textKey';

export type TextValues = Record<string, string | number | boolean>;
/** Gives the text of a key in the person's language. */
export type Text = (key: TextKey, values?: TextValues) => string;

/** The plugin's texts. */
export function useText(): Text {
  const { formatMessage } = useIntl();
  return React.useCallback(
    (key, values) => formatMessage({ id: `${PLUGIN_ID}.${key}` }, values),
    [formatMessage],
  );
}

/**
 * Texts by a code that a server sent: a newer server may know codes that these texts don't, then
 * `otherwise` is shown.
 */
export function useCodeText(): (
  kind: 'error' | 'skip' | 'check' | 'session.reason',
  code: string,
  values: Record<string, string>,
  otherwise: string,
) => string {
  const { formatMessage, messages } = useIntl();
  const text = useText();
  return React.useCallback(
    (kind, code, values, otherwise) => {
      const id = `${PLUGIN_ID}.${kind}.${code}`;
      return id in messages ? formatMessage({ id }, inWords(values, text)) : otherwise;
    },
    [formatMessage, messages, text],
  );
}

/** Values of a text; a message of the template language is put into the person's. */
export function inWords<Values extends Record<string, string>>(values: Values, text: Text): Values {
  const mistake = values.message === undefined ? null : templateMistake(values.message);
  return mistake ? { ...values, message: text(mistake.key, { part: mistake.part }) } : values;
}

/** Gives a moment, ISO 8601 or ms since 1970, with its day and time to the second. */
export function useMomentText(): (moment: string | number) => string {
  const { formatDate } = useIntl();
  return React.useCallback(
    (moment) => formatDate(moment, { dateStyle: 'medium', timeStyle: 'medium' }),
    [formatDate],
  );
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Gives an age in words, in the largest unit of which there is at least one. */
export function useAgeText(): (ageMs: number) => string {
  const text = useText();
  return React.useCallback(
    (ageMs) => {
      if (ageMs < MINUTE_MS) return text('overview.age.moment');
      if (ageMs < HOUR_MS) return text('overview.age.minutes', { count: whole(ageMs / MINUTE_MS) });
      if (ageMs < DAY_MS) return text('overview.age.hours', { count: whole(ageMs / HOUR_MS) });
      return text('overview.age.days', { count: whole(ageMs / DAY_MS) });
    },
    [text],
  );
}

const whole = Math.floor;
