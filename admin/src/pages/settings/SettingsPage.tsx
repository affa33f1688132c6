import { Page } from '@strapi/strapi/admin';
import {
  useGetCalltouchContentTypesQuery,
  useGetCalltouchSettingsProblemsQuery,
  useGetCalltouchSettingsQuery,
} from '../../api';
import { useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import { SettingsForm } from './SettingsForm';

function SettingsPage() {
  const text = useText();
  const settings = useGetCalltouchSettingsQuery();
  const contentTypes = useGetCalltouchContentTypesQuery();
  const problems = useGetCalltouchSettingsProblemsQuery();
  const isLoading = settings.isLoading || contentTypes.isLoading || problems.isLoading;

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
