import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { styled } from 'styled-components';
import { useCopy } from '../../components/useCopy';
import { useText } from '../../components/useText';

const Summary = styled.summary`
  cursor: pointer;
  font-weight: 600;
  color: ${({ theme }) => theme.colors.neutral800};
`;

const Pre = styled.pre`
  flex: 1;
  min-width: 0;
  max-height: 32rem;
  overflow: auto;
  margin: 0;
  font-family: monospace;
  font-size: 1.2rem;
  line-height: 1.5;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  color: ${({ theme }) => theme.colors.neutral800};
`;

interface Props {
  title: string;
  copyLabel: string;
  children: string | null;
}

/** A text for those who want to know exactly, folded away. */
export function RawText({ title, copyLabel, children }: Props) {
  const text = useText();
  const copy = useCopy();
  return (
    <Box tag="details" paddingTop={2}>
      <Summary>{title}</Summary>
      {children ? (
        <Flex alignItems="flex-start" gap={2} background="neutral100" hasRadius padding={3}>
          {/* A long text scrolls, so the keyboard must reach it. */}
          <Pre tabIndex={0} role="region" aria-label={title}>
            {children}
          </Pre>
          <IconButton type="button" label={copyLabel} onClick={() => void copy(children)}>
            <Duplicate />
          </IconButton>
        </Flex>
      ) : (
        <Typography variant="pi" textColor="neutral600" tag="p">
          {text('delivery.page.rawErased')}
        </Typography>
      )}
    </Box>
  );
}
