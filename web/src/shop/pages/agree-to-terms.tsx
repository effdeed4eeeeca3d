/** What have I agreed to, and what is there still to agree to? */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Setting } from "../components/setting";
import { said } from "../words";

type Terms = Schemas["Terms"];
type Agreement = Schemas["Agreement"];

interface Known {
  terms: Terms[];
  agreements: Agreement[];
}

async function readAll(): Promise<Known> {
  const [terms, agreements] = await Promise.all([
    ask(api.GET("/v1/terms")),
    ask(api.GET("/v1/me/agreements")),
  ]);
  return { terms: terms.items, agreements: agreements.items };
}

export default function AgreeToTerms(): JSX.Element {
  const asked = useAsked(readAll);
  async function agree({ kind, version }: Terms): Promise<void> {
    await ask(api.POST("/v1/me/agreements", { body: { agreedTo: [{ kind, version }] } }));
    await asked.again();
  }
  return (
    <Setting title={said().account.settings.agreements.title} class="reading">
      <Shown of={asked}>
        {({ terms, agreements }) => (
          <>
            {terms
              .filter((one) => !isAgreed(one, agreements))
              .map((one) => (
                <Outstanding key={one.kind} terms={one} agree={() => agree(one)} />
              ))}
            <Agreed terms={terms} agreements={agreements} />
          </>
        )}
      </Shown>
    </Setting>
  );
}

function isAgreed({ kind, version }: Terms, agreements: readonly Agreement[]): boolean {
  return agreements.some((one) => one.kind === kind && one.version === version);
}

function Outstanding({ terms, agree }: { terms: Terms; agree: () => Promise<void> }): JSX.Element {
  const words = said().account;
  const { required, optional } = words.signUp;
  return (
    <section class="sheet stack">
      <h2>{terms.required ? required(terms.title) : optional(terms.title)}</h2>
      <p class="typed">{terms.text}</p>
      <p>
        <Button kind={terms.required ? "first" : "second"} act={agree}>
          {words.agreements.agree}
        </Button>
      </p>
    </section>
  );
}

function Agreed({ terms, agreements }: Known): JSX.Element {
  const words = said().account.agreements;
  return (
    <section class="stack">
      <h2>{words.agreed}</h2>
      <ul class="rows">
        {agreements.map(({ kind, version, agreedAt }) => (
          <li key={`${kind}${version}`} class="row apart">
            <Link href={`/terms/${kind}?version=${version}`}>
              {words.version(
                terms.find((one) => one.kind === kind)?.title ?? kind,
                String(version),
              )}
            </Link>
            <span class="faint">
              <Moment at={agreedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
