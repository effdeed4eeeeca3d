/** Who sells here, what, and how were they? As everybody sees it. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { Link, useLocation } from "wouter-preact";
import { count } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { member } from "../../shared/api/tokens";
import { type Asked, useAsked, useListed } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Dialog } from "../../shared/components/dialog";
import { tell } from "../../shared/components/notes";
import { List, Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Page, useIdInPath, WaitingPage } from "../../shared/pages";
import { BusinessData } from "../components/business-data";
import { GoodsCard, GoodsShape } from "../components/goods-card";
import { Report } from "../components/report";
import { StoreReviews } from "../components/store-reviews";
import { said } from "../words";

type StorePage = Schemas["StorePage"];

const STARS = [5, 4, 3, 2, 1];

export default function VisitStore(): JSX.Element {
  const storeId = useIdInPath("storeId");
  const asked = useAsked(() => readAll(storeId), storeId, member.value?.memberId);
  return (
    <Shown of={asked} shape={<WaitingPage />}>
      {(known) => <Sheet {...known} asked={asked} />}
    </Shown>
  );
}

interface All {
  store: StorePage;
  rating: Schemas["Rating"];
}

interface StoreProps extends All {
  asked: Asked<All>;
}

async function readAll(storeId: number): Promise<All> {
  const params = { path: { storeId } };
  const [store, rating] = await Promise.all([
    ask(api.GET("/v1/stores/{storeId}", { params })),
    ask(api.GET("/v1/stores/{storeId}/rating", { params })),
  ]);
  return { store, rating };
}

function Sheet(props: StoreProps): JSX.Element {
  const { store, rating } = props;
  const words = said().selling.visit;
  return (
    <Page title={store.name}>
      {store.vacationUntil !== null && (
        <p class="sheet">
          {words.onVacation} <Moment at={store.vacationUntil} />
        </p>
      )}
      <div class="row store-head">
        <span class="frame">
          {store.image !== null && <img src={store.image} alt="" width="96" height="120" />}
        </span>
        <div class="stack tight">
          <p class="faint">
            {words.followers(count(store.followerCount))} · {words.sold(count(store.soldCount))} ·{" "}
            {words.since} <Moment at={store.createdAt} />
          </p>
          {store.info !== "" && <p class="typed">{store.info}</p>}
          <Acts {...props} />
        </div>
      </div>
      <Goods store={store}>
        <div class="columns">
          <div class="stack">
            <Ratings rating={rating} />
            <section class="stack">
              <h2>{words.business}</h2>
              <BusinessData business={store.business} />
            </section>
          </div>
          <StoreReviews storeId={store.storeId} />
        </div>
      </Goods>
    </Page>
  );
}

function Acts(props: StoreProps): JSX.Element {
  const words = said().selling.visit;
  const [here] = useLocation();
  const { storeId } = props.store;
  if (member.value?.storeId === storeId) {
    return (
      <p>
        <Link class="button second" href="/my/store">
          {words.manage}
        </Link>
      </p>
    );
  }
  if (member.value === undefined) {
    return (
      <p>
        <Link class="button second" href={`/sign-in?to=${here}`}>
          {words.follow}
        </Link>
      </p>
    );
  }
  return (
    <div class="acts">
      <Follow {...props} />
      <Block {...props} />
      <Report
        id={`store-${storeId}`}
        send={(body, key) =>
          ask(
            api.POST("/v1/stores/{storeId}/reports", {
              params: { path: { storeId }, header: { "Idempotency-Key": key } },
              body,
            }),
          )
        }
      />
    </div>
  );
}

function Follow({ store, rating, asked }: StoreProps): JSX.Element {
  const words = said().selling.visit;
  const params = { path: { storeId: store.storeId } };
  async function turn(): Promise<void> {
    const following = !store.following;
    asked.put({
      store: { ...store, following, followerCount: store.followerCount + (following ? 1 : -1) },
      rating,
    });
    try {
      await ask(
        following
          ? api.PUT("/v1/stores/{storeId}/follow", { params })
          : api.DELETE("/v1/stores/{storeId}/follow", { params }),
      );
    } catch (reason) {
      asked.put({ store, rating });
      throw reason;
    }
  }
  return (
    <Button pressed={store.following} act={turn}>
      {store.following ? words.following : words.follow}
    </Button>
  );
}

function Block({ store, asked }: StoreProps): JSX.Element {
  const words = said().selling.visit;
  const isOpen = useSignal(false);
  const params = { path: { storeId: store.storeId } };
  async function block(): Promise<void> {
    await ask(api.PUT("/v1/stores/{storeId}/block", { params }));
    isOpen.value = false;
    tell(words.blocked);
    await asked.again();
  }
  async function unblock(): Promise<void> {
    await ask(api.DELETE("/v1/stores/{storeId}/block", { params }));
    await asked.again();
  }
  return (
    <>
      <Button kind="quiet" act={store.blocked ? unblock : () => (isOpen.value = true)}>
        {store.blocked ? words.unblock : words.block}
      </Button>
      {isOpen.value && (
        <Dialog title={words.block} close={() => (isOpen.value = false)}>
          <div class="stack">
            <p>{words.blockSure}</p>
            <p>
              <Button kind="danger" act={block}>
                {words.block}
              </Button>
            </p>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** What is for sale; what is below comes after it, and stays where it is then. */
function Goods({
  store,
  children,
}: {
  store: StorePage;
  children: ComponentChildren;
}): JSX.Element {
  const words = said().selling.visit;
  const path = { storeId: store.storeId };
  const goods = useListed(
    (cursor) =>
      ask(
        api.GET("/v1/stores/{storeId}/goods", {
          params: { path, query: { state: "OPEN", limit: 12, ...(cursor && { cursor }) } },
        }),
      ),
    store.storeId,
  );
  return (
    <>
      <section class="stack">
        <h2>{words.goods}</h2>
        <List
          of={goods}
          class="grid"
          shape={<GoodsShape number={6} />}
          empty={<p>{words.noGoods}</p>}
        >
          {(one) => <GoodsCard key={one.goodsId} goods={one} />}
        </List>
      </section>
      {goods.face.value.kind !== "waiting" && children}
    </>
  );
}

/** How many stars how often, and what was said in short. */
function Ratings({ rating }: { rating: Schemas["Rating"] }): JSX.Element {
  const words = said().selling.visit;
  return (
    <section class="stack">
      <h2>{said().selling.store.rating}</h2>
      {rating.average === null ? (
        <p class="faint">{words.noReviews}</p>
      ) : (
        <p>{words.average(rating.average.toFixed(1), count(rating.count))}</p>
      )}
      {rating.average !== null && (
        <ul class="stack tight">
          {STARS.map((stars) => (
            <li key={stars} class="stars figure">
              <span>{words.stars(stars)}</span>
              <meter
                min={0}
                max={rating.count}
                value={rating.byStars[stars] ?? 0}
                aria-label={words.stars(stars)}
              />
              <span>{count(rating.byStars[stars] ?? 0)}</span>
            </li>
          ))}
        </ul>
      )}
      <ul class="row">
        {rating.choices.map((one) => (
          <li key={one.choice}>
            <span class="state">
              {one.name} {count(one.count)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
