export default ({ env }: { env: any }) => ({
  rest: { defaultLimit: 25, maxLimit: 100, strictParams: env.bool('STRICT_PARAMS', false) },
});
