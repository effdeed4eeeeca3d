/** What is around the console's pages: where to go, and who is at work. */

import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { Link, useLocation } from "wouter-preact";
import { signOut } from "../shared/api/session";
import { member } from "../shared/api/tokens";
import { Button } from "../shared/components/button";
import { LanguageSwitch } from "../shared/frame";
import { said as saidShared } from "../shared/words";
import { askForKeys } from "./keys";
import { noteNews } from "./news";
import { said } from "./words";

const isOpen = signal(false);

export function Head(): JSX.Element {
  const words = said().frame;
  return (
    <header class="console-head">
      <Link class="brand" href="/">
        PIKCUR <span class="faint">{words.name}</span>
      </Link>
      <button
        type="button"
        class="button second to-places"
        aria-expanded={isOpen.value}
        aria-controls="places"
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {words.places}
      </button>
      <span class="faint console-who">{member.value?.loginId}</span>
    </header>
  );
}

/** All places, by what one looks after there. */
const GROUPS = [
  ["today", ["/"]],
  ["people", ["/cases", "/inquiries", "/reports", "/members"]],
  ["sales", ["/goods", "/auctions", "/orders"]],
  [
    "money",
    [
      "/operations",
      "/suspense",
      "/payouts",
      "/remittances",
      "/reconciliations",
      "/held-funds",
      "/fee-rules",
    ],
  ],
  ["texts", ["/categories", "/brands", "/forbidden-words", "/faqs", "/notices", "/terms"]],
  ["house", ["/dead-letters", "/audit"]],
] as const;

export function Places(): JSX.Element {
  const words = said().frame;
  return (
    <nav
      id="places"
      class={`console-places ${isOpen.value ? "open" : ""}`}
      aria-label={words.places}
    >
      {GROUPS.map(([group, places]) => (
        <section key={group}>
          <h2>{words.groups[group]}</h2>
          <ul>
            {places.map((to) => (
              <Place key={to} to={to} text={words.place[to]} />
            ))}
          </ul>
        </section>
      ))}
      <section class="console-mine">
        <a href="/">{words.shop}</a>
        <Button kind="quiet" class="for-keys" act={askForKeys}>
          {words.keys.ask}
        </Button>
        <LanguageSwitch />
        <Button kind="quiet" act={signOut}>
          {saidShared().session.signOut}
        </Button>
      </section>
    </nav>
  );
}

function Place({ to, text }: { to: string; text: string }): JSX.Element {
  const [here] = useLocation();
  return (
    <li>
      <Link
        href={to}
        aria-current={to === here ? "page" : undefined}
        onClick={() => {
          isOpen.value = false;
          // Who asks for the page that they are on wants to see it as it is now.
          if (to === here) noteNews();
        }}
      >
        {text}
      </Link>
    </li>
  );
}
