import { attempt } from './attempt';
import { attributionNow } from './attribution';
import { addAttribution } from './body';
import { sent } from './late';
import { renewToken, tokenOf, valuesOfForm } from './token';

/** What the visitor does before a form goes out, and the moment at which it does. */
const EVENTS = ['focusin', 'click', 'input', 'change', 'reset', 'formdata'];

/** Watches the forms of the page, also those that come later. Watching twice is the same as once. */
export function watchForms(target: EventTarget = window): void {
  // Ahead of the page's own listeners, which may stop the event. Called so, because a form's own
  // method may be an input of that name.
  for (const type of EVENTS) addEventListener.call(target, type, onEvent, true);
}

/** Nothing of the page is touched, held back or repeated. */
function onEvent(event: Event): void {
  attempt(() => {
    const { type, target, formData } = event as FormDataEvent;
    const path = event.composedPath();
    // Adds to what goes out, however the form is sent or read: the browser's own post, `submit()`,
    // `new FormData(form)`. Chromium may ask more than once for one submit.
    if (formData) {
      if (Element.prototype.hasAttribute.call(target as Element, 'data-calltouch'))
        addAttribution(formData, sent(attributionNow(), tokenOf(target!, valuesOfForm(target!))));
      return;
    }
    for (const node of [...path, (path[0] as HTMLInputElement).form!]) {
      // Not all events leave a shadow root, and none finds a window from a form that the page takes
      // out: what the visitor is about to use is listened to itself.
      if (node instanceof ShadowRoot || node instanceof HTMLFormElement) watchForms(node);
      if (/^(in|ch|re)/.test(type)) renewToken(node);
    }
  });
}
