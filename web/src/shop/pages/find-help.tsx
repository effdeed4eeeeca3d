/** What do people ask again and again? Their answers, by what they are about, and a search in them. */

import type { JSX } from "preact";
import { Link, useSearchParams } from "wouter-preact";
import { api, ask } from "../../shared/api/client";
import { useAsked, useListed } from "../../shared/asked";
import { List, Shown } from "../../shared/components/shown";
import { config, word } from "../../shared/config";
import { Page } from "../../shared/pages";
import { Choices, useChoice } from "../components/choices";
import { HELP } from "../help";
import { said } from "../words";

export default function FindHelp(): JSX.Element {
  const words = said().help;
  const category = useChoice("category", HELP);
  const [params] = useSearchParams();
  const query = params.get("query") ?? "";
  const settings = useAsked(config);
  const faqs = useListed(
    (cursor) =>
      ask(
        api.GET("/v1/faqs", {
          params: {
            query: {
              ...(category && { category }),
              ...(query && { query }),
              ...(cursor && { cursor }),
            },
          },
        }),
      ),
    category,
    query,
  );
  return (
    <Page title={said().frame.faqs} class="reading">
      <SearchBox />
      <p class="row">
        {words.notFound}
        <Link class="button second" href="/my/inquiries/new">
          {words.ask}
        </Link>
      </p>
      <Shown of={settings}>
        {(known) => (
          <>
            <Choices
              name="category"
              label={words.category}
              of={[
                ["", words.all],
                ...HELP.map((one) => [one, word(known, "helpCategory", one)] as const),
              ]}
            />
            <List of={faqs} empty={<p>{words.noFaqs}</p>}>
              {({ faqId, question, answer }) => (
                <li key={faqId}>
                  <details>
                    <summary>{question}</summary>
                    <p class="typed answer">{answer}</p>
                  </details>
                </li>
              )}
            </List>
          </>
        )}
      </Shown>
    </Page>
  );
}

function SearchBox(): JSX.Element {
  const words = said().help;
  const [params, setParams] = useSearchParams();
  const asked = params.get("query") ?? "";
  function search(event: SubmitEvent & { currentTarget: HTMLFormElement }): void {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("query") ?? "").trim();
    const next = new URLSearchParams(params);
    if (typed === "") next.delete("query");
    else next.set("query", typed);
    setParams(next);
  }
  return (
    <form class="search" role="search" aria-label={words.search} onSubmit={search}>
      <input
        type="search"
        name="query"
        key={asked}
        defaultValue={asked}
        aria-label={words.search}
        placeholder={words.search}
        maxLength={40}
      />
      <button type="submit" class="button quiet">
        {said().frame.find}
      </button>
    </form>
  );
}
