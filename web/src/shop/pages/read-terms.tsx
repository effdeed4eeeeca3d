/** What is agreed to here? All terms, and each in the version that is asked for. */

import type { JSX } from "preact";
import { Link, useParams, useSearchParams } from "wouter-preact";
import { api, ask } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Page } from "../../shared/pages";
import { said } from "../words";

export function AllTerms(): JSX.Element {
  const terms = useAsked(() => ask(api.GET("/v1/terms")));
  return (
    <Page title={said().help.terms} class="reading">
      <Shown of={terms}>
        {({ items }) => (
          <ul class="places-list">
            {items.map(({ kind, title, version, publishedAt }) => (
              <li key={kind}>
                <Link href={`/terms/${kind}`}>
                  <strong>{title}</strong>
                  <span class="faint">
                    {said().help.version(String(version))} · <Moment at={publishedAt} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Page>
  );
}

export function ReadTerms(): JSX.Element {
  const words = said().help;
  const kind = useParams()["kind"] ?? "";
  const [params] = useSearchParams();
  const version = Number(params.get("version")) || undefined;
  const terms = useAsked(
    () =>
      ask(
        api.GET("/v1/terms/{kind}", {
          params: { path: { kind }, query: { ...(version && { version }) } },
        }),
      ),
    kind,
    version,
  );
  return (
    <Page title={terms.value?.title ?? words.terms} class="reading">
      <Shown of={terms}>
        {(one) => (
          <>
            <p class="faint">
              {words.version(String(one.version))} · <Moment at={one.publishedAt} />
            </p>
            <p class="typed">{one.text}</p>
            <p>
              <Link href="/terms">{words.terms}</Link>
            </p>
          </>
        )}
      </Shown>
    </Page>
  );
}
