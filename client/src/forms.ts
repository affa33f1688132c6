import { attempt } from './attempt';
import { attributionAtSubmit } from './attribution';
import { addAttribution } from './body';

/** Forms that carry the attribution by themselves. */
const FORM = 'form[data-calltouch]';

/** Watches the forms of the page, also those that come later. Watching twice is the same as once. */
export function watchForms(): void {
  listen(window, 'formdata', complete);
  for (const type of ['focusin', 'click', 'submit']) listen(window, type, watchAround);
}

/** `formdata` does not leave a shadow root, and finds no window from a form that the page takes out:
 * what the visitor is about to use is listened to itself. */
function watchAround(event: Event): void {
  for (const node of event.composedPath())
    if (node instanceof ShadowRoot || node instanceof HTMLFormElement)
      listen(node, 'formdata', complete);
}

/** Adds to what goes out, however the form is sent or read: the browser's own post, `submit()`,
 * `new FormData(form)`. Nothing of the page is touched, held back or repeated. Chromium may ask more
 * than once for one submit. */
function complete(event: Event): void {
  attempt(() => {
    // Called so, because a form's own `matches` may be an input of that name.
    if (Element.prototype.matches.call(event.target as Element, FORM))
      addAttribution((event as FormDataEvent).formData, attributionAtSubmit());
  });
}

/** Ahead of the page's own listeners, which may stop the event. */
function listen(target: EventTarget, type: string, listener: (event: Event) => void): void {
  EventTarget.prototype.addEventListener.call(target, type, listener, true);
}
