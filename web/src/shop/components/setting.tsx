/** One page of the settings, with the way back to all of them. */

import type { ComponentChildren, JSX } from "preact";
import { Link } from "wouter-preact";
import { Page } from "../../shared/pages";
import { said } from "../words";

interface SettingProps {
  title: string;
  class?: string;
  children: ComponentChildren;
}

export function Setting({ title, children, ...rest }: SettingProps): JSX.Element {
  return (
    <Page title={title} class={rest.class ?? "narrow"}>
      <nav aria-label={said().frame.settings}>
        <Link class="button quiet" href="/my/settings">
          ‹ {said().frame.settings}
        </Link>
      </nav>
      {children}
    </Page>
  );
}
