import * as React from 'react';
import type { LeadField, Warning, WriteBackResult } from '../../../server/src/contracts';
import { inWords, useText } from './useText';

/** A warning in words; with the name of its field before it where that is not beside it anyway. */
export function useWarningText(): (warning: Warning, isNamed: boolean) => string {
  const text = useText();
  return React.useCallback(
    ({ field, code, values }, isNamed) => {
      const words = text(`warning.${code}`, inWords(values, text));
      if (!isNamed) return text('warning.line', { words });
      const [group, name = ''] = splitOnce(field);
      const label =
        group === 'writeBack'
          ? text(name === '' ? 'writeBack.title' : `result.${name as WriteBackResult}`)
          : group === 'customFields'
            ? name || text('custom.title')
            : text(`field.${field as LeadField}`);
      return text('warning.named', { label, words });
    },
    [text],
  );
}

/** A custom field's name may hold dots. */
function splitOnce(field: string): [string, string?] {
  const dot = field.indexOf('.');
  return dot < 0 ? [field] : [field.slice(0, dot), field.slice(dot + 1)];
}
