/** How does one bid? One field, the next amounts beside it, and a limit that bids by itself. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { readWon, won } from "../../shared/amounts";
import { member } from "../../shared/api/tokens";
import { seconds } from "../../shared/clock";
import { Button } from "../../shared/components/button";
import { Dialog } from "../../shared/components/dialog";
import { FormView, Input } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import type { Config } from "../../shared/config";
import { type Form, Unfit, useForm } from "../../shared/forms";
import { said as saidShared } from "../../shared/words";
import { Bidding, isFarAbove, type Offer } from "../bidding";
import { type Auction, type Lot, nextBids } from "../lot";
import { said } from "../words";
import { Sure } from "./sure";

interface BidFormProps {
  lot: Lot;
  auction: Auction;
  config: Config;
}

type Typed = { amount: string; isMaximum: boolean };

export function BidForm({ lot, auction, config }: BidFormProps): JSX.Element {
  const words = said().goods.bid;
  const bidding = useMemo(() => new Bidding(auction.goodsId), [auction.goodsId]);
  const form = useForm<Typed>(`bid-on-${auction.goodsId}`, { amount: "", isMaximum: false });
  const inQuestion = useSignal<Offer | undefined>(undefined);

  const way = form.fields.isMaximum.value ? "maximum" : "amount";
  const amount = readWon(form.fields.amount.value);

  async function place(offer: Offer): Promise<void> {
    inQuestion.value = undefined;
    const bid = await bidding.place(offer);
    lot.take(bid);
    form.clear();
    tell(bid.leading ? words.leading(won(bid.currentPrice)) : words.outbid(won(bid.minimumBid)));
  }
  async function send(): Promise<void> {
    if (amount === undefined) throw new Unfit({ amount: saidShared().form.wrongAmount });
    const offer: Offer = { way, amount };
    if (isFarAbove(offer, auction.minimumBid)) inQuestion.value = offer;
    else await place(offer);
  }

  if (member.value === undefined)
    return <SignInToBid goodsId={auction.goodsId} minimum={auction.minimumBid} />;
  return (
    <section class="stack bid" aria-label={words.title}>
      <FormView form={form} send={send} places={{ BID_TOO_LOW: "amount" }} verb={verb(way, amount)}>
        <Input
          form={form}
          name="amount"
          label={way === "amount" ? words.amount : words.maximum}
          help={words.least(won(auction.minimumBid))}
          inputMode="numeric"
          autoComplete="off"
        />
        <NextAmounts
          form={form}
          amounts={nextBids(auction.minimumBid, config.auctions.increments)}
        />
        <Switch form={form} />
      </FormView>
      <Unanswered bidding={bidding} place={place} />
      {auction.leading && (
        <TakeBack lot={lot} bidding={bidding} within={config.auctions.mistypedSeconds} />
      )}
      {inQuestion.value !== undefined && (
        <FarAbove
          offer={inQuestion.value}
          minimum={auction.minimumBid}
          place={place}
          close={() => (inQuestion.value = undefined)}
        />
      )}
      <BidBar form={form} price={auction.currentPrice ?? auction.startPrice} />
      {auction.yourMaximum !== null && (
        <p class="faint">{words.yourMaximum(won(auction.yourMaximum))}</p>
      )}
    </section>
  );
}

/** Leads a thumb back to the field. */
function BidBar({ form, price }: { form: Form<Typed>; price: number }): JSX.Element {
  return (
    <div class="bid-bar">
      <strong class="figure">{won(price)}</strong>
      <Button kind="first" act={() => document.getElementById(`${form.id}-amount`)?.focus()}>
        {said().goods.bid.verb}
      </Button>
    </div>
  );
}

function verb(way: Offer["way"], amount: number | undefined): string {
  const words = said().goods.bid;
  if (amount === undefined) return words.verb;
  return way === "amount" ? words.verbFor(won(amount)) : words.verbUpTo(won(amount));
}

function NextAmounts({
  form,
  amounts,
}: {
  form: Form<Typed>;
  amounts: readonly number[];
}): JSX.Element {
  return (
    <div class="next-amounts" role="group" aria-label={said().goods.bid.next}>
      {amounts.map((amount) => (
        <Button
          key={amount}
          act={() => form.type("amount", String(amount))}
          pressed={readWon(form.fields.amount.value) === amount}
        >
          <span class="figure">{won(amount)}</span>
        </Button>
      ))}
    </div>
  );
}

function Switch({ form }: { form: Form<Typed> }): JSX.Element {
  const words = said().goods.bid;
  return (
    <label class="row switch">
      <input
        type="checkbox"
        role="switch"
        checked={form.fields.isMaximum.value}
        aria-describedby="how-a-maximum-bids"
        onChange={(event) => form.type("isMaximum", event.currentTarget.checked)}
      />
      <span>{words.byMaximum}</span>
      <span id="how-a-maximum-bids" class="faint">
        {words.howMaximum}
      </span>
    </label>
  );
}

/** A bid of which nobody knows whether it came through. */
function Unanswered({
  bidding,
  place,
}: {
  bidding: Bidding;
  place: (offer: Offer) => Promise<void>;
}): JSX.Element | null {
  const words = said().goods.bid;
  const bid = bidding.unanswered.value;
  if (bid === undefined) return null;
  if (bid.isTrying) return <p role="status">{words.waiting(won(bid.amount))}</p>;
  return (
    <div class="sheet stack" role="alert">
      <p>{words.unanswered(won(bid.amount))}</p>
      <div class="acts">
        <Button kind="second" act={() => place(bid)}>
          {words.sendAgain}
        </Button>
        <Button kind="quiet" act={() => bidding.giveUp()}>
          {words.giveUp}
        </Button>
      </div>
    </div>
  );
}

interface TakeBackProps {
  lot: Lot;
  bidding: Bidding;
  /** Seconds after the bid. */
  within: number;
}

/** A bid may have been typed wrong, which is seen only now. */
function TakeBack({ lot, bidding, within }: TakeBackProps): JSX.Element | null {
  const words = said().goods.bid;
  const bid = bidding.placed.value;
  if (bid === undefined || seconds.value >= Date.parse(bid.placedAt) + within * 1_000) return null;
  async function takeBack(): Promise<void> {
    if (bid === undefined) return;
    lot.auction.put(await bidding.takeBack(bid));
    tell(words.takenBack);
  }
  return (
    <Sure kind="danger" verb={words.takeBack} sure={words.sureToTakeBack} act={takeBack}>
      {words.whenTakenBack(within / 60)}
    </Sure>
  );
}

interface FarAboveProps {
  offer: Offer;
  minimum: number;
  place: (offer: Offer) => Promise<void>;
  close: () => void;
}

/** Asks once more, as a digit too many is dear. */
function FarAbove({ offer, minimum, place, close }: FarAboveProps): JSX.Element {
  const words = said().goods.bid;
  return (
    <Dialog title={words.sure} close={close}>
      <div class="stack">
        <p>{words.farAbove(won(offer.amount), won(minimum))}</p>
        <div class="acts">
          <Button kind="first" act={() => place(offer)}>
            {verb(offer.way, offer.amount)}
          </Button>
          <Button kind="quiet" act={close}>
            {saidShared().form.cancel}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function SignInToBid({ goodsId, minimum }: { goodsId: number; minimum: number }): JSX.Element {
  const words = said().goods.bid;
  const [here] = useLocation();
  return (
    <p class="stack">
      <Link class="button first" href={`/sign-in?to=${here}`} data-goods={goodsId}>
        {words.signIn}
      </Link>
      <span class="faint">{words.least(won(minimum))}</span>
    </p>
  );
}
