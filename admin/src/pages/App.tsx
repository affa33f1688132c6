import * as React from 'react';
import { Page } from '@strapi/strapi/admin';
import { Box } from '@strapi/design-system';
import { Route, Routes } from 'react-router-dom';
import { HealthBanner } from '../components/HealthBanner';
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
      <Box
        paddingTop={4}
        paddingLeft={{ initial: 4, large: 10 }}
        paddingRight={{ initial: 4, large: 10 }}
      >
        <HealthBanner />
      </Box>
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
