/** What do people ask about these goods, and what is answered? */

import type { JSX } from "preact";
import { Link, useLocation } from "wouter-preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { member } from "../../shared/api/tokens";
import { type Listed, useListed } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Check, FormView, TextArea } from "../../shared/components/fields";
import { List } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { useForm } from "../../shared/forms";
import type { Goods } from "../lot";
import { said } from "../words";
import { AnswerForm } from "./answer-form";

type Question = Schemas["Question"];

export function Questions({ goods }: { goods: Goods }): JSX.Element {
  const words = said().goods.questions;
  const path = { goodsId: goods.goodsId };
  const questions = useListed(
    (cursor) =>
      ask(
        api.GET("/v1/goods/{goodsId}/questions", {
          params: { path, query: { limit: 10, ...(cursor && { cursor }) } },
        }),
      ),
    goods.goodsId,
    member.value?.memberId,
  );
  const isSeller = member.value?.storeId === goods.storeId;
  return (
    <section class="stack">
      <h2>{words.title}</h2>
      <List of={questions} empty={<p>{words.empty}</p>}>
        {(question) => (
          <Asked
            key={question.questionId}
            question={question}
            isSeller={isSeller}
            list={questions}
          />
        )}
      </List>
      {!isSeller && <AskForm goodsId={goods.goodsId} list={questions} />}
    </section>
  );
}

interface AskedProps {
  question: Question;
  isSeller: boolean;
  list: Listed<Question>;
}

function Asked({ question, isSeller, list }: AskedProps): JSX.Element {
  const words = said().goods.questions;
  const path = { questionId: question.questionId };
  async function withdraw(): Promise<void> {
    await ask(api.DELETE("/v1/questions/{questionId}", { params: { path } }));
    await list.again();
  }
  return (
    <li class="stack tight">
      <p class="faint">
        {question.asker} · <Moment at={question.createdAt} away />{" "}
        {question.secret && <span class="state">{words.secret}</span>}
      </p>
      <p class="typed">{question.text ?? words.isSecret}</p>
      {question.answer !== null && (
        <div class="answer">
          <p class="typed">{question.answer.text}</p>
          <p class="faint">
            {words.seller} · <Moment at={question.answer.answeredAt} away />
          </p>
        </div>
      )}
      {isSeller && !question.answered && <AnswerQuestion question={question} list={list} />}
      {question.mine && !question.answered && (
        <p>
          <Button kind="quiet" act={withdraw}>
            {words.withdraw}
          </Button>
        </p>
      )}
    </li>
  );
}

export function AnswerQuestion({
  question,
  list,
}: {
  question: Question;
  list: Listed<Question>;
}): JSX.Element {
  const path = { questionId: question.questionId };
  return (
    <AnswerForm
      id={`answer-${question.questionId}`}
      words={said().goods.questions}
      send={(text) =>
        ask(api.PUT("/v1/questions/{questionId}/answer", { params: { path }, body: { text } }))
      }
      done={() => void list.again()}
    />
  );
}

function AskForm({ goodsId, list }: { goodsId: number; list: Listed<Question> }): JSX.Element {
  const words = said().goods.questions;
  const [here] = useLocation();
  const form = useForm(`ask-${goodsId}`, { text: "", secret: false });
  if (member.value === undefined) {
    return (
      <p>
        <Link href={`/sign-in?to=${here}`}>{words.signIn}</Link>
      </p>
    );
  }
  return (
    <FormView
      form={form}
      verb={words.ask}
      weight="second"
      send={(typed, key) =>
        ask(
          api.POST("/v1/goods/{goodsId}/questions", {
            params: { path: { goodsId }, header: { "Idempotency-Key": key } },
            body: typed,
          }),
        )
      }
      done={() => {
        form.clear();
        void list.again();
      }}
    >
      <TextArea form={form} name="text" label={words.text} rows={3} />
      <Check form={form} name="secret" label={words.askSecretly} />
    </FormView>
  );
}
