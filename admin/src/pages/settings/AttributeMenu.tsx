import { Fragment } from 'react';
import { IconButton, Menu } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { VISIT_MEMBERS, type AttributeInfo } from '../../../../server/src/contracts';
import { useText } from '../../components/useText';

interface Props {
  /** Label of the input that the menu belongs to. */
  label: string;
  attributes: AttributeInfo[];
  onPick: (template: string) => void;
}

/** Offers the entry's attributes, those within components and relations, and the visit's members. */
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
        {/* An attribute of this name is what templates read then. */}
        {attributes.every(({ name }) => name !== 'visit') && (
          <>
            <Menu.Separator />
            <Menu.Label>{text('template.visit')}</Menu.Label>
            {VISIT_MEMBERS.map((member) => (
              <Menu.Item key={member} onSelect={() => onPick(`{{ visit.${member} }}`)}>
                {`visit.${member}`}
              </Menu.Item>
            ))}
          </>
        )}
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
