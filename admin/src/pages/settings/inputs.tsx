/** Inputs bound to the draft by path, each with its label, hint and refusal. */
import type * as React from 'react';
import {
  Field,
  IconButton,
  NumberInput,
  SingleSelect,
  SingleSelectOption,
  Textarea,
  TextInput,
} from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useDraftField, type DraftField } from './SettingsContext';

interface FrameProps {
  field: Pick<DraftField<unknown>, 'id' | 'error'>;
  label: string;
  hint?: string;
  isRequired?: boolean;
  /** Sits at the right end of the label's line. */
  action?: React.ReactNode;
  children: React.ReactNode;
}

/** Label, hint and refusal around one input. */
export function FieldFrame({ field, label, hint, isRequired, action, children }: FrameProps) {
  return (
    <Field.Root id={field.id} error={field.error} hint={hint} required={isRequired} width="100%">
      <Field.Label action={action}>{label}</Field.Label>
      {children}
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
}

interface InputProps {
  path: string;
  label: string;
  hint?: string;
  placeholder?: string;
  isRequired?: boolean;
}

/** One line of text. */
export function TextField({ path, placeholder, ...frame }: InputProps) {
  const field = useDraftField<string>(path);
  return (
    <FieldFrame field={field} {...frame}>
      <TextInput
        value={field.value}
        placeholder={placeholder}
        disabled={field.isReadOnly}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
          field.setValue(event.target.value)
        }
      />
    </FieldFrame>
  );
}

/** Several lines of text. */
export function LinesField({
  path,
  placeholder,
  isCode = false,
  ...frame
}: InputProps & { isCode?: boolean }) {
  const field = useDraftField<string>(path);
  return (
    <FieldFrame field={field} {...frame}>
      <Textarea
        value={field.value}
        placeholder={placeholder}
        disabled={field.isReadOnly}
        resizable
        style={isCode ? { fontFamily: 'monospace' } : undefined}
        onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) =>
          field.setValue(event.target.value)
        }
      />
    </FieldFrame>
  );
}

/** A whole number; null while it is empty. */
export function NumberField({ path, placeholder, ...frame }: InputProps) {
  const field = useDraftField<number | null>(path);
  return (
    <FieldFrame field={field} {...frame}>
      <NumberInput
        value={field.value ?? undefined}
        placeholder={placeholder}
        disabled={field.isReadOnly}
        onValueChange={(value) => field.setValue(value ?? null)}
      />
    </FieldFrame>
  );
}

interface Choice {
  value: string;
  label: string;
  isDisabled?: boolean;
}

interface ChoiceProps extends Omit<InputProps, 'placeholder'> {
  choices: Choice[];
  placeholder?: string;
  /** Called instead of setting the value. */
  onChoose?: (value: string) => void;
  /** What to show for the draft's value where it is no text. */
  value?: string;
}

/** One of several choices. */
export function ChoiceField({
  path,
  choices,
  placeholder,
  onChoose,
  value,
  ...frame
}: ChoiceProps) {
  const field = useDraftField<string>(path);
  return (
    <FieldFrame field={field} {...frame}>
      <SingleSelect
        value={value ?? field.value}
        placeholder={placeholder}
        disabled={field.isReadOnly}
        onChange={(chosen) => (onChoose ?? field.setValue)(String(chosen))}
      >
        {choices.map((choice) => (
          <SingleSelectOption
            key={choice.value}
            value={choice.value}
            disabled={choice.isDisabled ?? false}
          >
            {choice.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </FieldFrame>
  );
}

interface RemoveButtonProps {
  /** Says what goes. */
  label: string;
  isDisabled?: boolean;
  onRemove: () => void;
}

/** Takes a row out of the draft. */
export function RemoveButton({ label, isDisabled = false, onRemove }: RemoveButtonProps) {
  return (
    <IconButton
      type="button"
      variant="ghost"
      label={label}
      disabled={isDisabled}
      onClick={onRemove}
    >
      <Trash />
    </IconButton>
  );
}
