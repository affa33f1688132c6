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
