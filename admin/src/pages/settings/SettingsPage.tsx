import * as React from 'react';
import { Page } from '@strapi/strapi/admin';
import {
  useGetCalltouchCheckUpQuery,
  useGetCalltouchContentTypesQuery,
  useGetCalltouchSettingsProblemsQuery,
  useGetCalltouchSettingsQuery,
} from '../../queries';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import { SettingsForm } from './SettingsForm';

function SettingsPage() {
  const text = useText();
  const settings = useGetCalltouchSettingsQuery();
  const contentTypes = useGetCalltouchContentTypesQuery();
  const problems = useGetCalltouchSettingsProblemsQuery();
  // Its section stands above the others: coming later, it would move them away under a click.
  const hasChecked = React.useRef(false);
  const { isLoading: isChecking } = useGetCalltouchCheckUpQuery();
  // One that failed and is asked for again is loading, too: the draft must stay.
  hasChecked.current ||= !isChecking;
  const isLoading =
    !hasChecked.current || [settings, contentTypes, problems].some((query) => query.isLoading);

  return (
    <>
      <Page.Title>{text('settings.pageTitle')}</Page.Title>
      <Page.Main aria-busy={isLoading} tabIndex={-1}>
        {isLoading ? (
          <Page.Loading />
        ) : settings.data && contentTypes.data && problems.data ? (
          <SettingsForm
            settings={settings.data}
            contentTypes={contentTypes.data}
            brokenSince={problems.data.errors}
          />
        ) : (
          <Page.Error />
        )}
      </Page.Main>
    </>
  );
}

/** The page of sites, forms and delivery rules, for those who may see it. */
export function ProtectedSettingsPage() {
  return (
    <Page.Protect permissions={PERMISSIONS.readSettings}>
      <SettingsPage />
    </Page.Protect>
  );
}
