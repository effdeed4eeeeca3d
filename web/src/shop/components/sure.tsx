/** Is it meant? Asked once more before what cannot be undone. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { Button } from "../../shared/components/button";
import { Dialog } from "../../shared/components/dialog";

interface SureProps {
  kind: "first" | "danger";
  verb: string;
  /** What will happen. */
  sure: string;
  act: () => Promise<void>;
  children?: ComponentChildren;
}

export function Sure({ kind, verb, sure, act, children }: SureProps): JSX.Element {
  const isOpen = useSignal(false);
  async function doIt(): Promise<void> {
    await act();
    isOpen.value = false;
  }
  return (
    <p class="row">
      <Button kind={kind} act={() => (isOpen.value = true)}>
        {verb}
      </Button>
      {children !== undefined && <span class="faint">{children}</span>}
      {isOpen.value && (
        <Dialog title={verb} close={() => (isOpen.value = false)}>
          <div class="stack">
            <p>{sure}</p>
            <p>
              <Button kind={kind} act={doIt}>
                {verb}
              </Button>
            </p>
          </div>
        </Dialog>
      )}
    </p>
  );
}
