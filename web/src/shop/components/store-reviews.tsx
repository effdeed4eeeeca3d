/** How were the sales of a store, as its buyers say? The seller may answer each once. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { member } from "../../shared/api/tokens";
import { type Listed, useAsked, useListed } from "../../shared/asked";
import { List, Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { type Config, config, word } from "../../shared/config";
import { said } from "../words";
import { AnswerForm } from "./answer-form";

type Review = Schemas["Review"];

export function StoreReviews({ storeId }: { storeId: number }): JSX.Element {
  const words = said().selling.visit;
  const path = { storeId };
  const settings = useAsked(config);
  const reviews = useListed(
    (cursor) =>
      ask(
        api.GET("/v1/stores/{storeId}/reviews", {
          params: { path, query: { limit: 10, ...(cursor && { cursor }) } },
        }),
      ),
    storeId,
  );
  return (
    <section class="stack">
      <h2>{words.reviews}</h2>
      <Shown of={settings}>
        {(known) => (
          <List of={reviews} empty={<p>{words.noReviews}</p>}>
            {(review) => (
              <Reviewed key={review.reviewId} review={review} list={reviews} settings={known} />
            )}
          </List>
        )}
      </Shown>
    </section>
  );
}

interface ReviewedProps {
  review: Review;
  list: Listed<Review>;
  settings: Config;
}

function Reviewed({ review, list, settings }: ReviewedProps): JSX.Element {
  const words = said().selling.visit;
  return (
    <li class="stack tight">
      <p class="row apart">
        <span role="img" aria-label={words.stars(review.rating)}>
          {"★".repeat(review.rating)}
        </span>
        <span class="faint">
          {review.writer} · <Moment at={review.createdAt} away />
        </span>
      </p>
      <p>
        <Link href={`/goods/${review.goodsId}`}>{review.goodsName}</Link>
      </p>
      <p class="typed">{review.content}</p>
      {review.choices.length > 0 && (
        <p class="faint">
          {review.choices.map((one) => word(settings, "reviewChoice", one)).join(" · ")}
        </p>
      )}
      {review.images.length > 0 && (
        <div class="row">
          {review.images.map(({ thumb, full }) => (
            <a key={thumb} href={full}>
              <img src={thumb} alt={review.goodsName} loading="lazy" width="64" height="80" />
            </a>
          ))}
        </div>
      )}
      {review.answer !== null && (
        <div class="answer">
          <p class="typed">{review.answer.text}</p>
          <p class="faint">
            {words.seller} · <Moment at={review.answer.answeredAt} away />
          </p>
        </div>
      )}
      {review.answer === null && member.value?.storeId === review.storeId && (
        <Answer review={review} list={list} />
      )}
    </li>
  );
}

function Answer({ review, list }: { review: Review; list: Listed<Review> }): JSX.Element {
  const path = { reviewId: review.reviewId };
  return (
    <AnswerForm
      id={`answer-review-${review.reviewId}`}
      words={said().selling.visit}
      send={(text) =>
        ask(api.PUT("/v1/reviews/{reviewId}/answer", { params: { path }, body: { text } }))
      }
      done={() => void list.again()}
    />
  );
}
