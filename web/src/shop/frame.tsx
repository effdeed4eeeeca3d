/** What is around the shop's pages: the way to search, to sell, to what is one's own. */

import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { Link, useLocation, useSearchParams } from "wouter-preact";
import { signOut } from "../shared/api/session";
import { member } from "../shared/api/tokens";
import { count } from "../shared/amounts";
import { Button } from "../shared/components/button";
import { LanguageSwitch } from "../shared/frame";
import { said as saidShared } from "../shared/words";
import { unread } from "./alarms";
import { said } from "./words";

const isOpen = signal(false);

export function Head(): JSX.Element {
  const words = said().frame;
  return (
    <header class="head">
      <div class="head-inside">
        <Link class="brand" href="/">
          PIKCUR
        </Link>
        <SearchBox />
        <nav class="row" aria-label={words.menu}>
          <Link class="button quiet" href="/sell">
            {words.sell}
          </Link>
          {member.value === undefined ? (
            <Link class="button second" href="/sign-in">
              {saidShared().session.signIn}
            </Link>
          ) : (
            <Mine />
          )}
        </nav>
      </div>
    </header>
  );
}

function SearchBox(): JSX.Element {
  const words = said().frame;
  const [, go] = useLocation();
  const [asked] = useSearchParams();
  function search(event: SubmitEvent): void {
    event.preventDefault();
    const typed = new FormData(event.currentTarget as HTMLFormElement).get("query");
    go(`/search?${new URLSearchParams({ query: String(typed ?? "").trim() })}`);
  }
  return (
    <form class="search" role="search" onSubmit={search}>
      <input
        type="search"
        name="query"
        key={asked.get("query")}
        defaultValue={asked.get("query") ?? ""}
        aria-label={words.search}
        placeholder={words.searchHere}
        maxLength={100}
      />
      <button type="submit" class="button quiet">
        {words.find}
      </button>
    </form>
  );
}

/** What is one's own, for who is signed in. */
function Mine(): JSX.Element {
  const words = said().frame;
  const places: [string, string][] = [
    ["/my/bids", words.bids],
    ["/my/purchases", words.purchases],
    ["/my/sales", words.sales],
    ["/my/store", words.store],
    ["/my/likes", words.likes],
    ["/my/money", words.money],
    ["/my/settings", words.settings],
  ];
  return (
    <>
      <Link class="button quiet" href="/alarms">
        {words.alarms}
        {unread.value > 0 && (
          <span class="badge figure">
            {count(unread.value)} <span class="for-hearing">{words.unread}</span>
          </span>
        )}
      </Link>
      <div class="menu" onKeyDown={(event) => event.key === "Escape" && (isOpen.value = false)}>
        <button
          type="button"
          class="button second"
          aria-expanded={isOpen.value}
          aria-controls="my-places"
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {words.my}
        </button>
        <div
          id="my-places"
          class="places"
          hidden={!isOpen.value}
          onClick={() => (isOpen.value = false)}
        >
          <p class="faint">{member.value?.name}</p>
          {places.map(([href, text]) => (
            <Link key={href} class="button quiet" href={href}>
              {text}
            </Link>
          ))}
          {member.value?.role === "ADMIN" && (
            <a class="button quiet" href="/console">
              {words.console}
            </a>
          )}
          <Button kind="quiet" act={signOut}>
            {saidShared().session.signOut}
          </Button>
        </div>
      </div>
    </>
  );
}

export function Foot(): JSX.Element {
  const words = said().frame;
  return (
    <footer class="foot">
      <nav class="row" aria-label={words.faqs}>
        <Link href="/help">{words.faqs}</Link>
        <Link href="/notices">{words.notices}</Link>
        <Link href="/my/inquiries">{words.inquiries}</Link>
        <Link href="/terms">{words.terms}</Link>
        <a href="/docs">{words.api}</a>
      </nav>
      <LanguageSwitch />
    </footer>
  );
}
