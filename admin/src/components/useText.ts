import * as React from 'react';
import { useIntl } from 'react-intl';
import { PLUGIN_ID } from '../pluginId';
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
  return React.useCallback(
    (kind, code, values, otherwise) => {
      const id = `${PLUGIN_ID}.${kind}.${code}`;
      return id in messages ? formatMessage({ id }, values) : otherwise;
    },
    [formatMessage, messages],
  );
}
