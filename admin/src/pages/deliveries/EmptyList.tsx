import { Button, EmptyStateLayout, LinkButton } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { useRBAC } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import { SETTINGS_ADDRESS } from '../../addresses';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';

interface Props {
  isFiltered: boolean;
  onReset: () => void;
}

/** What to do where there is nothing to show. */
export function EmptyList({ isFiltered, onReset }: Props) {
  const text = useText();
  const { allowedActions } = useRBAC(PERMISSIONS.readSettings);
  if (isFiltered) {
    return (
      <EmptyStateLayout
        icon={<EmptyDocuments width="16rem" />}
        content={text('deliveries.noMatch')}
        action={
          <Button type="button" variant="secondary" onClick={onReset}>
            {text('deliveries.reset')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyStateLayout
      icon={<EmptyDocuments width="16rem" />}
      content={text('deliveries.none')}
      action={
        allowedActions.canRead ? (
          <LinkButton tag={Link} to={SETTINGS_ADDRESS} variant="secondary">
            {text('deliveries.toSettings')}
          </LinkButton>
        ) : undefined
      }
    />
  );
}
