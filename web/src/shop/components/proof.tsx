/** Is the log of an auction as it was written? One line says so; what was looked at is told on demand. */

import type { JSX } from "preact";
import { count } from "../../shared/amounts";
import { useAsked } from "../../shared/asked";
import type { Verdict } from "../../shared/bid-log";
import { Shown } from "../../shared/components/shown";
import { said } from "../../shared/words";

export function Proof({ goodsId }: { goodsId: number }): JSX.Element {
  const words = said().verdict;
  const verdict = useAsked(() => look(goodsId), goodsId);
  return (
    <section class="stack tight" aria-label={words.title}>
      <Shown of={verdict} shape={<p class="faint proof-line">{words.checking}</p>}>
        {(found) => <Told of={found} goodsId={goodsId} />}
      </Shown>
    </section>
  );
}

/** What it takes is fetched by who sees an auction that is over. */
async function look(goodsId: number): Promise<Verdict> {
  const { verify, wholeLog } = await import("../../shared/bid-log");
  return verify(await wholeLog(goodsId));
}

function Told({ of, goodsId }: { of: Verdict; goodsId: number }): JSX.Element {
  const words = said().verdict;
  if (of.kind === "unable") return <p class="faint proof-line">{words.unable}</p>;
  if (of.kind === "wrong") {
    return (
      <p class="state watch proof-line" role="alert">
        {words.wrong(count(of.seq))} {words.faults[of.fault]}
      </p>
    );
  }
  return (
    <details>
      <summary class="proof-line">
        <span class="state good">{words.whole}</span>
      </summary>
      <p>
        {words.chain(count(of.entries))}{" "}
        {of.kind === "good" ? words.signed(count(of.receipts)) : words.unsigned}
      </p>
      <p class="faint typed">
        {words.head} <code>{of.head}</code>
      </p>
      <p>
        <a href={`/v1/goods/${goodsId}/bid-log`} target="_blank">
          {words.log}
        </a>
      </p>
    </details>
  );
}
