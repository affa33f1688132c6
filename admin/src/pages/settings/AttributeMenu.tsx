import { Fragment } from 'react';
import { IconButton, Menu } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import type { AttributeInfo } from '../../../../server/src/contracts';
import { useText } from '../../components/useText';

interface Props {
  /** Label of the input that the menu belongs to. */
  label: string;
  attributes: AttributeInfo[];
  onPick: (template: string) => void;
}

/** Offers the entry's attributes, and those within components and relations. */
export function AttributeMenu({ label, attributes, onPick }: Props) {
  const text = useText();
  const offered = attributes.filter(
    ({ template, attributes: inner }) => template !== null || inner?.length,
  );
  if (offered.length === 0) return null;
  return (
    <Menu.Root>
      <Menu.Trigger
        type="button"
        tag={IconButton}
        icon={<Plus />}
        label={text('template.insert', { label })}
        variant="tertiary"
        size="L"
      />
      <Menu.Content
        popoverPlacement="bottom-end"
        maxHeight="32rem"
        // The cursor belongs into the template then, where the attribute was inserted.
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        {offered.map((attribute) => (
          <AttributeItems key={attribute.name} attribute={attribute} onPick={onPick} />
        ))}
      </Menu.Content>
    </Menu.Root>
  );
}

function AttributeItems({
  attribute: { name, template, attributes = [] },
  onPick,
}: {
  attribute: AttributeInfo;
  onPick: Props['onPick'];
}) {
  const inner = attributes.filter((attribute) => attribute.template !== null);
  return (
    <Fragment>
      {template !== null && <Menu.Item onSelect={() => onPick(template)}>{name}</Menu.Item>}
      {inner.map((attribute) => (
        <Menu.Item
          key={attribute.name}
          onSelect={() => attribute.template !== null && onPick(attribute.template)}
        >
          {`${name}.${attribute.name}`}
        </Menu.Item>
      ))}
    </Fragment>
  );
}
