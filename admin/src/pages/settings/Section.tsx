import type * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';

interface Props {
  title: string;
  subtitle?: string;
  action?: React.ReactNode;
  children: React.ReactNode;
}

/** One part of the page on its own ground, as Strapi's settings pages have them. */
export function Section({ title, subtitle, action, children }: Props) {
  return (
    <Box tag="section" background="neutral0" padding={6} hasRadius shadow="filterShadow">
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} paddingBottom={4}>
        <Box>
          <Typography variant="delta" tag="h2">
            {title}
          </Typography>
          {subtitle && (
            <Typography variant="pi" textColor="neutral600" tag="p">
              {subtitle}
            </Typography>
          )}
        </Box>
        {action && <Box flex="none">{action}</Box>}
      </Flex>
      {children}
    </Box>
  );
}
