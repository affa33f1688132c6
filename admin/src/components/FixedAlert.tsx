import type * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, WarningCircle } from '@strapi/icons';

interface Props {
  variant: 'warning' | 'danger' | 'success';
  title: string;
  children?: React.ReactNode;
}

/** An alert that stays as long as its cause does; the design system's own can always be closed. */
export function FixedAlert({ variant, title, children }: Props) {
  const Icon = variant === 'success' ? CheckCircle : WarningCircle;
  return (
    <Flex
      role={variant === 'danger' ? 'alert' : 'status'}
      alignItems="flex-start"
      gap={3}
      padding={4}
      hasRadius
      background={`${variant}100`}
      borderColor={`${variant}200`}
      borderStyle="solid"
      borderWidth="1px"
    >
      <Flex paddingTop="2px" aria-hidden>
        <Icon fill={`${variant}700`} width="1.6rem" height="1.6rem" />
      </Flex>
      <Box flex="1" minWidth={0}>
        <Typography fontWeight="bold" textColor="neutral800" tag="p">
          {title}
        </Typography>
        {children && (
          <Typography textColor="neutral800" tag="div">
            {children}
          </Typography>
        )}
      </Box>
    </Flex>
  );
}
