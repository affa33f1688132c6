import * as React from 'react';
import { Box, Flex, Textarea, TextInput } from '@strapi/design-system';
import type { AttributeInfo } from '../../../../server/src/contracts';
import { AttributeMenu } from './AttributeMenu';
import { FieldFrame } from './inputs';
import { useDraftField } from './SettingsContext';

type TextElement = HTMLInputElement | HTMLTextAreaElement;

interface Props {
  path: string;
  label: string;
  /** The parameter's name in Calltouch's API, for those who know it. */
  hint?: string;
  /** What happens where the template is empty. */
  placeholder?: string;
  attributes: AttributeInfo[];
  hasLines?: boolean;
}

/** A Liquid template, with a menu that inserts the entry's attributes at the cursor. */
export function TemplateField({ path, label, hint, placeholder, attributes, hasLines }: Props) {
  const field = useDraftField<string>(path);
  const inputRef = React.useRef<TextElement | null>(null);
  /** An input that nobody was in says that its cursor is at the start; people mean the end. */
  const hadCursor = React.useRef(false);

  const insert = (template: string) => {
    const input = inputRef.current;
    const length = field.value.length;
    const start = (hadCursor.current ? input?.selectionStart : null) ?? length;
    const end = (hadCursor.current ? input?.selectionEnd : null) ?? length;
    field.setValue(field.value.slice(0, start) + template + field.value.slice(end));
    const cursor = start + template.length;
    // After the draft's new value is in the input, else the browser moves the cursor to its end.
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(cursor, cursor);
    });
  };

  const props = {
    value: field.value,
    placeholder,
    disabled: field.isReadOnly,
    onFocus: () => {
      hadCursor.current = true;
    },
    onChange: (event: React.ChangeEvent<TextElement>) => field.setValue(event.target.value),
  };
  // A one-line input would swallow the line breaks of a stored template. Without its last one it
  // stays tall: another input would not have the cursor.
  const isTall = React.useRef(hasLines === true);
  isTall.current ||= field.value.includes('\n');
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      <Flex gap={1} alignItems="flex-start">
        <Box flex="1" minWidth={0}>
          {isTall.current ? (
            <Textarea
              {...props}
              resizable
              ref={(element: HTMLTextAreaElement | null) => {
                inputRef.current = element;
              }}
            />
          ) : (
            <TextInput
              {...props}
              ref={(element: HTMLInputElement | null) => {
                inputRef.current = element;
              }}
            />
          )}
        </Box>
        {!field.isReadOnly && (
          <AttributeMenu label={label} attributes={attributes} onPick={insert} />
        )}
      </Flex>
    </FieldFrame>
  );
}
