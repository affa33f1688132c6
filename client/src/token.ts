import { attempt } from './attempt';

/** Fillings by what holds them: a form, or `window` for bodies that a script makes. */
const fillings = new WeakMap<object, { values: string | undefined; token: string }>();

/**
 * The token of a filling: the same however often it is sent or read, another one for other values.
 *
 * @param values what tells the filling from the one before, never kept beyond the page; undefined
 *   where it can't be told, which makes it a new one
 * @param firstToken gives the token of an owner that is not known yet
 */
export function tokenOf(owner: object, values?: string, firstToken = newToken): string {
  let filling = fillings.get(owner);
  if (!values || filling?.values !== values)
    fillings.set(owner, (filling = { values, token: (filling ? newToken : firstToken)() }));
  return filling.token;
}

/** The visitor has changed what this holds: it will be a new lead, even with the same values. */
export function renewToken(owner: object): void {
  fillings.delete(owner);
}

/** 160 random bits in about 48 digits. */
export function newToken(): string {
  return crypto.getRandomValues(new Uint32Array(5)).join('');
}

/** A captcha's answer is another one at each try of the same filling. */
const BY_CAPTCHA = /captcha|token|response/i;

/** The values of a form's inputs, whether they are sent or not. */
export function valuesOfForm(form: EventTarget): string | undefined {
  return attempt(() =>
    JSON.stringify(
      // Read so, because the form's own `elements` may be an input of that name.
      Array.from(
        Reflect.get(HTMLFormElement.prototype, 'elements', form) as Iterable<HTMLInputElement>,
        ({ name, value, checked }) => BY_CAPTCHA.test(name) || [value, checked],
      ),
    ),
  );
}
