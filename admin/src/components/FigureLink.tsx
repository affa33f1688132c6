import type * as React from 'react';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import type { DeliveryFilter } from '../../../server/src/contracts';
import { deliveriesAddress } from '../addresses';

const PlainLink = styled(Link)`
  color: ${({ theme }) => theme.colors.primary600};

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

/** A figure that leads to the deliveries it counts. The list takes `from` and `to` as days. */
export function FigureLink({
  filter,
  children,
}: {
  filter: DeliveryFilter;
  children: React.ReactNode;
}) {
  return <PlainLink to={deliveriesAddress(filter)}>{children}</PlainLink>;
}
