import * as React from 'react';
import { Page } from '@strapi/strapi/admin';
import { Route, Routes } from 'react-router-dom';
import { DeliveriesPage } from './deliveries/DeliveriesPage';
import { DeliveryPage } from './delivery/DeliveryPage';
import { PERMISSIONS } from '../permissions';

/** Apart from the rest because of its chart library. */
const OverviewPage = React.lazy(() =>
  import('./overview/OverviewPage').then(({ ProtectedOverviewPage }) => ({
    default: ProtectedOverviewPage,
  })),
);

/** The pages behind the main menu's entry, for those who may see deliveries. */
export function App() {
  return (
    <Page.Protect permissions={PERMISSIONS.readDeliveries}>
      <React.Suspense fallback={<Page.Loading />}>
        <Routes>
          <Route index element={<DeliveriesPage />} />
          <Route path="deliveries/:id" element={<DeliveryPage />} />
          <Route path="overview" element={<OverviewPage />} />
          <Route path="*" element={<Page.Error />} />
        </Routes>
      </React.Suspense>
    </Page.Protect>
  );
}
