import { bootstrap } from './bootstrap';
import attempt from './content-types/attempts';
import delivery from './content-types/deliveries';
import deployment from './content-types/deployments';
import mark from './content-types/marks';
import slot from './content-types/slots';
import controllers from './controllers';
import { destroy } from './destroy';
import policies from './policies';
import { checkedConfig, register } from './register';
import routes from './routes';
import services from './services';

export default {
  config: checkedConfig,
  register,
  bootstrap,
  destroy,
  contentTypes: { delivery, attempt, slot, deployment, mark },
  controllers,
  policies,
  routes,
  services,
};
