/** Was the log of an auction changed? As this browser found it. */

import type { JSX } from "preact";
import { count } from "../../shared/amounts";
import { type Log, verify, type Verdict } from "../../shared/bid-log";
import { useAsked } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { said } from "../../shared/words";

export function Verified({ log }: { log: Log }): JSX.Element {
  const verdict = useAsked(() => verify(log), log);
  return <Shown of={verdict}>{(found) => <Told of={found} />}</Shown>;
}

function Told({ of }: { of: Verdict }): JSX.Element {
  const words = said().verdict;
  if (of.kind === "wrong") {
    return (
      <p class="state watch" role="alert">
        {words.wrong(count(of.seq))} {words.faults[of.fault]}
      </p>
    );
  }
  if (of.kind === "unable") return <p class="faint">{words.unable}</p>;
  const found = words.chain(count(of.entries));
  if (of.kind === "unsigned") return <p class="state">{`${found} ${words.unsigned}`}</p>;
  return <p class="state good">{`${found} ${words.signed(count(of.receipts))}`}</p>;
}
