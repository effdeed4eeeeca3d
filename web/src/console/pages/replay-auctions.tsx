/** Was an auction held as it should be? Its price, its log as it is verified here, and other rules. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { type Entry, wholeLog } from "../../shared/bid-log";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Page } from "../../shared/pages";
import { called } from "../codes";
import { useAddress } from "../components/address";
import { Pairs, State, Won } from "../components/parts";
import { Search } from "../components/tools";
import { Verified } from "../components/verdict";
import { Replay } from "../components/what-if";
import { said } from "../words";

export default function ReplayAuctions(): JSX.Element {
  const words = said().auctions;
  const goodsId = Number(useAddress().of("id"));
  return (
    <Page title={words.title}>
      <section data-queue>
        <Search name="id" by={words.searchBy} />
      </section>
      {goodsId > 0 ? (
        <Open key={goodsId} goodsId={goodsId} />
      ) : (
        <p class="empty">{words.typeNumber}</p>
      )}
    </Page>
  );
}

function Open({ goodsId }: { goodsId: number }): JSX.Element {
  const both = useAsked(() =>
    Promise.all([
      ask(api.GET("/v1/goods/{goodsId}", { params: { path: { goodsId } } })),
      wholeLog(goodsId),
    ]),
  );
  return (
    <Shown of={both}>
      {([goods, log]) => (
        <>
          <Told of={goods} />
          <Verified log={log} />
          {log.items.length === 0 ? (
            <p class="faint">{said().auctions.noBids}</p>
          ) : (
            <>
              <Replay log={log} endsAt={goods.endsAt} />
              <Entries of={log.items} />
            </>
          )}
        </>
      )}
    </Shown>
  );
}

function Told({ of }: { of: Schemas["Goods"] }): JSX.Element {
  const words = said().auctions;
  return (
    <>
      <h2>
        <Link href={`/goods?id=${of.goodsId}`}>{of.name}</Link>{" "}
        <State list="goodsState" code={of.state} />
      </h2>
      <Pairs
        pairs={[
          [words.startPrice, <Won of={of.startPrice} />],
          [words.price, of.currentPrice && <Won of={of.currentPrice} />],
          [words.startsAt, <Moment at={of.startsAt} />],
          [words.endsAt, <Moment at={of.endsAt} />],
        ]}
      />
    </>
  );
}

function Entries({ of }: { of: readonly Entry[] }): JSX.Element {
  const words = said().auctions;
  return (
    <div class="scrolls" tabIndex={0}>
      <table>
        <caption class="for-hearing">{words.chart}</caption>
        <thead>
          <tr>
            <th scope="col">{words.seq}</th>
            <th scope="col">{words.kind}</th>
            <th scope="col">{words.bidder}</th>
            <th scope="col">{words.amount}</th>
            <th scope="col">{words.at}</th>
            <th scope="col">{words.hash}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ seq, kind, automatic, retracts, bidder, amount, placedAt, hash }) => (
            <tr key={seq}>
              <td class="figure">{seq}</td>
              <td>
                {called("entryKind", kind)}
                {automatic && ` ${words.automatic}`}
                {retracts !== null && ` ${retracts}`}
              </td>
              <td>{bidder.slice(0, 8)}</td>
              <td class="figure">{won(amount)}</td>
              <td>
                <Moment at={placedAt} />
              </td>
              <td title={hash}>{hash.slice(0, 12)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
