import type * as React from 'react';
import { Field } from '@strapi/design-system';

interface Props {
  label: string;
  width: string;
  children: React.ReactNode;
}

/** An input of the filters under its name. */
export function Labelled({ label, width, children }: Props) {
  return (
    <Field.Root width={width} maxWidth="100%">
      <Field.Label>{label}</Field.Label>
      {children}
    </Field.Root>
  );
}
