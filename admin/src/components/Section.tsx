import type * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';

interface SectionProps {
  title: string;
  subtitle?: string;
  action?: React.ReactNode;
  children: React.ReactNode;
}

/** One part of a page on its own ground, as Strapi's settings pages have them. */
export function Section({ title, subtitle, action, children }: SectionProps) {
  return (
    <Box
      tag="section"
      aria-label={title}
      background="neutral0"
      padding={6}
      hasRadius
      shadow="tableShadow"
    >
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} paddingBottom={4}>
        <Box>
          <Typography variant="delta" tag="h2">
            {title}
          </Typography>
          {subtitle && <Note>{subtitle}</Note>}
        </Box>
        {action && <Box flex="none">{action}</Box>}
      </Flex>
      {children}
    </Box>
  );
}

/** Names and values. */
export function FactList({ children }: { children: React.ReactNode }) {
  return (
    <Flex tag="dl" direction="column" alignItems="stretch" gap={3}>
      {children}
    </Flex>
  );
}

/** One of them; nothing where there is no value. */
export function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <Box style={{ overflowWrap: 'anywhere' }}>
      <Typography tag="dt" variant="pi" textColor="neutral600">
        {name}
      </Typography>
      <Typography tag="dd" style={{ whiteSpace: 'pre-wrap' }}>
        {children}
      </Typography>
    </Box>
  );
}

/** Small print. */
export function Note({ children }: { children: React.ReactNode }) {
  return (
    <Typography variant="pi" textColor="neutral600" tag="p">
      {children}
    </Typography>
  );
}
