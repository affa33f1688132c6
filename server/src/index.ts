import { bootstrap } from './bootstrap';
import attempt from './content-types/attempt';
import delivery from './content-types/delivery';
import deployment from './content-types/deployment';
import mark from './content-types/mark';
import slot from './content-types/slot';
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
