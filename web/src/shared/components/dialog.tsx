/** What has to be said or asked before anything else? */

import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { said } from "../words";

interface DialogProps {
  title: string;
  close: () => void;
  children: ComponentChildren;
}

/** Opens over the page; Escape and its button close it, and the focus goes back. */
export function Dialog({ title, close, children }: DialogProps): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    element.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog ref={element} class="dialog" aria-label={title} onClose={close}>
      <header>
        <h2>{title}</h2>
        <button type="button" class="button quiet" onClick={() => element.current?.close()}>
          {said().form.close}
        </button>
      </header>
      {children}
    </dialog>
  );
}
