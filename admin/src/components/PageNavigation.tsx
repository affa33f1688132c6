import { Box, Flex, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import { deliveriesAddress, OVERVIEW_ADDRESS } from '../addresses';
import { useText } from './useText';

const Tab = styled(NavLink)`
  display: block;
  padding: 8px 4px;
  color: ${({ theme }) => theme.colors.neutral700};
  text-decoration: none;
  border-bottom: 2px solid transparent;

  &[aria-current='page'] {
    color: ${({ theme }) => theme.colors.primary700};
    border-bottom-color: ${({ theme }) => theme.colors.primary600};
  }
`;

/** The way between the plugin's pages. */
export function PageNavigation() {
  const text = useText();
  const pages = [
    { to: deliveriesAddress(), label: text('menu.deliveries') },
    { to: OVERVIEW_ADDRESS, label: text('menu.overview') },
  ];
  return (
    <Box
      tag="nav"
      aria-label={text('menu.pages')}
      // As Strapi's layouts have it.
      paddingLeft={{ initial: 4, medium: 6, large: 10 }}
      paddingRight={{ initial: 4, medium: 6, large: 10 }}
    >
      <Flex gap={5}>
        {pages.map(({ to, label }) => (
          <Tab key={to} to={to} end>
            <Typography variant="omega" fontWeight="semiBold" textColor="inherit">
              {label}
            </Typography>
          </Tab>
        ))}
      </Flex>
    </Box>
  );
}
