/** The admin panel is offered in Russian as well as in English. */
export default {
  config: { locales: ['ru'], tutorials: false, notifications: { releases: false } },
  bootstrap() {},
};
