import * as React from 'react';
import { isBaseQueryError, useNotification } from '@strapi/strapi/admin';
import type { SettingsError } from '../../../server/src/contracts';
import { useCodeText } from './useText';

/** What Strapi answered instead of a result. */
interface Refusal {
  /** e.g. `NotFoundError` */
  name: string;
  message?: string;
  details?: { code?: string; errors?: SettingsError[] };
}

/** A request's error as the server's answer; undefined where there was none, or no error. */
export function refusalOf(error: unknown): Refusal | undefined {
  return error && isBaseQueryError(error) ? (error as Refusal) : undefined;
}

/** What the server refuses of a document or a filter; undefined where it says nothing of that kind. */
export function refusalsOf(error: unknown): SettingsError[] | undefined {
  const errors = refusalOf(error)?.details?.errors;
  return Array.isArray(errors) ? errors : undefined;
}

/** Tells why the server did not take a request about one lead. */
export function useRefusal(): (error: unknown, otherwise: string) => void {
  const codeText = useCodeText();
  const { toggleNotification } = useNotification();
  return React.useCallback(
    (failure, otherwise) => {
      const error = refusalOf(failure);
      const code = error?.details?.code ?? '';
      toggleNotification({
        type: 'warning',
        message: codeText('skip', code, {}, error?.message || otherwise),
      });
    },
    [codeText, toggleNotification],
  );
}
