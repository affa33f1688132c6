import { attempt } from './attempt';
import { attributionNow, getAttribution, mayBecomeKnown } from './attribution';
import { addAttribution, attributionFields } from './body';

/** Forms that carry the attribution by themselves. */
const FORM = 'form[data-calltouch]';
/** A further submit within this time after one is a double click. */
const DOUBLE_CLICK_MS = 1_000;

/** Until when a form takes no further native submit. */
const busyUntilMs = new WeakMap<HTMLFormElement, number>();
/** The form that we submit at this moment. */
let resubmitted: HTMLFormElement | null = null;

/** Watches the forms of the page, also those that come later. Watching twice is the same as once. */
export function watchForms(): void {
  // Who serialises the form's inputs at a click finds them up to date.
  for (const type of ['focusin', 'click']) addEventListener(type, fill, true);
  addEventListener('submit', beforePage, true);
  addEventListener('formdata', completeFormData);
}

/** Ahead of the page's own handlers, which may read the form. */
function beforePage(event: Event): void {
  const form = formOf(event);
  if (!form) return;
  fill(event);
  if (form === resubmitted) {
    // The page's handlers have seen this submit already.
    event.stopImmediatePropagation();
  } else if (performance.now() < (busyUntilMs.get(form) ?? 0)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else {
    // Set anew each time, to come after all handlers of the page.
    removeEventListener('submit', afterPage);
    addEventListener('submit', afterPage);
  }
}

/** Holds a native submit back while the tracker loads. What the page prevented is the page's. */
function afterPage(event: SubmitEvent): void {
  const form = formOf(event);
  if (!form || event.defaultPrevented) return;
  if (!mayBecomeKnown()) return setBusy(form, DOUBLE_CLICK_MS);
  event.preventDefault();
  setBusy(form, Infinity);
  void getAttribution().then(() => {
    resubmitted = form;
    try {
      form.requestSubmit(event.submitter);
    } catch {
      // The button is gone, or the browser is old.
      HTMLFormElement.prototype.submit.call(form);
    }
    resubmitted = null;
    setBusy(form, DOUBLE_CLICK_MS);
  });
}

function setBusy(form: HTMLFormElement, forMs: number): void {
  busyUntilMs.set(form, performance.now() + forMs);
}

/** Keeps hidden inputs up to date. */
function fill(event: Event): void {
  const form = formOf(event);
  if (!form) return;
  for (const [name, value] of attributionFields(attributionNow())) {
    const input =
      form.querySelector<HTMLInputElement>(`input[name="${name}"]`) ??
      form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name }));
    input.value = value;
  }
}

/** Also for `new FormData(form)` and `form.submit()`, which no event announces. */
function completeFormData(event: FormDataEvent): void {
  if (formOf(event)) addAttribution(event.formData, attributionNow());
}

function formOf({ target }: Event): HTMLFormElement | null | undefined {
  return attempt(() => (target as Element).closest<HTMLFormElement>(FORM));
}
