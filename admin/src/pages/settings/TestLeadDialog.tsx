import * as React from 'react';
import {
  Button,
  Field,
  Flex,
  Loader,
  Modal,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useSendCalltouchTestLeadMutation } from '../../api';
import { FixedAlert } from '../../components/FixedAlert';
import { refusalOf } from '../../components/refusals';
import { useText } from '../../components/useText';
import type { SiteDraft } from './draft';
import { TestLeadOutcome } from './TestLeadOutcome';

interface Props {
  /** Sites that it can go to; at least one. */
  sites: SiteDraft[];
  /** The form that it is sent for. */
  contentType?: string;
  onClose: () => void;
}

/** Says what will happen, sends the test lead, and shows what came of it. */
export function TestLeadDialog({ sites, contentType, onClose }: Props) {
  const text = useText();
  const [send, { data, error, isLoading, isUninitialized }] = useSendCalltouchTestLeadMutation();
  const [key, setKey] = React.useState(sites[0]?.key ?? '');
  const site = sites.find((item) => item.key === key);

  return (
    // While it is under way the dialog stays: its result is kept nowhere else.
    <Modal.Root open onOpenChange={(isOpen) => !isOpen && !isLoading && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('testLead.close')}>
          <Modal.Title>{text('testLead.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            {isUninitialized && (
              <>
                <Typography tag="p">
                  {text('testLead.explanation', { site: site?.name ?? '' })}
                </Typography>
                {contentType !== undefined && (
                  <Typography tag="p">{text('testLead.ofForm')}</Typography>
                )}
                {sites.length > 1 && (
                  <Field.Root name="site">
                    <Field.Label>{text('forms.site')}</Field.Label>
                    <SingleSelect value={key} onChange={(chosen) => setKey(String(chosen))}>
                      {sites.map((item) => (
                        <SingleSelectOption key={item.key} value={item.key}>
                          {item.name}
                        </SingleSelectOption>
                      ))}
                    </SingleSelect>
                  </Field.Root>
                )}
              </>
            )}
            {isLoading && (
              <Flex role="status" gap={3}>
                <Loader small />
                <Typography>{text('testLead.sending')}</Typography>
              </Flex>
            )}
            {data && <TestLeadOutcome result={data} />}
            {error && <Failure error={error} />}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button type="button" variant="tertiary" disabled={isLoading} onClick={onClose}>
            {text('testLead.close')}
          </Button>
          {(isUninitialized || isLoading) && (
            <Button
              type="button"
              loading={isLoading}
              onClick={() => void send({ site: key, ...(contentType && { contentType }) })}
            >
              {text('testLead.send')}
            </Button>
          )}
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Strapi has no result: it did not send, or its answer did not come. */
function Failure({ error }: { error: unknown }) {
  const text = useText();
  const answer = refusalOf(error);
  if (answer?.details?.code === 'busy') {
    return <FixedAlert variant="warning" title={text('testLead.busy')} />;
  }
  if (answer?.details?.code === 'sendNever') {
    return <FixedAlert variant="warning" title={text('testLead.never')} />;
  }
  return (
    <FixedAlert variant="danger" title={text('testLead.failed')}>
      {answer?.message && text('reason.details', { words: answer.message })}
    </FixedAlert>
  );
}
