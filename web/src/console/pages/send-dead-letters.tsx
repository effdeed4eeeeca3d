/** What could not be told? Told after all, or left untold. */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Listed, useListed } from "../../shared/asked";
import { Moment } from "../../shared/components/time";
import { Acts, keyed, Reasoned } from "../components/acts";
import { useAddress } from "../components/address";
import { Found } from "../components/found";
import { Pairs } from "../components/parts";
import { Queue } from "../components/queue";
import { said } from "../words";

type Letter = Schemas["DeadLetter"];

export default function SendDeadLetters(): JSX.Element {
  const words = said().letters;
  const letters = useListed<Letter>((cursor) =>
    ask(api.GET("/v1/admin/dead-letters", { params: { query: { cursor } } })),
  );
  return (
    <Queue
      title={words.title}
      of={letters}
      id={({ letterId }) => letterId}
      empty={words.empty}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{one.kind}</strong>
            <Moment at={one.createdAt} away />
          </span>
          <span class="faint">{one.because}</span>
        </>
      )}
    >
      {(id) => (
        <Found in={letters} is={({ letterId }) => letterId === Number(id)}>
          {(one) => <Told of={one} list={letters} />}
        </Found>
      )}
    </Queue>
  );
}

function Told({ of, list }: { of: Letter; list: Listed<Letter> }): JSX.Element {
  const words = said().letters;
  const address = useAddress();
  const params = (key: string) => ({ path: { letterId: of.letterId }, header: keyed(key) });
  function leave(): unknown {
    address.go({ id: undefined }, true);
    return list.again();
  }
  const drop = (): JSX.Element => (
    <Reasoned
      id={`drop-letter-${of.letterId}`}
      verb={words.drop}
      says={words.willDrop}
      send={(reason, key) =>
        ask(
          api.POST("/v1/admin/dead-letters/{letterId}/drop", {
            params: params(key),
            body: { reason },
          }),
        )
      }
      done={leave}
    />
  );
  const retry = (): JSX.Element => (
    <Reasoned
      id={`retry-letter-${of.letterId}`}
      verb={words.retry}
      says={words.willRetry}
      send={(reason, key) =>
        ask(
          api.POST("/v1/admin/dead-letters/{letterId}/retry", {
            params: params(key),
            body: { reason },
          }),
        )
      }
      done={leave}
    />
  );
  return (
    <>
      <h2>{of.kind}</h2>
      <Pairs
        pairs={[
          [words.because, of.because],
          [words.since, <Moment at={of.createdAt} />],
          [words.request, of.requestId],
        ]}
      />
      <pre class="as-typed sheet">{of.payload}</pre>
      <Acts
        choices={[
          { verb: words.drop, isGrave: true, view: drop },
          { verb: words.retry, view: retry },
        ]}
      />
    </>
  );
}
