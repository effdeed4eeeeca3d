/** What was I asked, and what have I asked? What waits for an answer is answered here. */

import type { JSX } from "preact";
import { Link, useSearchParams } from "wouter-preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Listed, useListed } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { List } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Page } from "../../shared/pages";
import { AnswerQuestion } from "../components/questions";
import { said } from "../words";

type Question = Schemas["Question"];
type Role = "RECEIVED" | "ASKED";

export default function AnswerQuestions(): JSX.Element {
  const words = said().selling.questions;
  const [params, setParams] = useSearchParams();
  const role: Role = params.get("role") === "ASKED" ? "ASKED" : "RECEIVED";
  const isOnlyOpen = params.get("answered") === "false";
  const query = { role, ...(isOnlyOpen && { answered: false }) };
  const questions = useListed(
    (cursor) =>
      ask(
        api.GET("/v1/me/questions", { params: { query: { ...query, ...(cursor && { cursor }) } } }),
      ),
    role,
    isOnlyOpen,
  );
  const turn = (changes: { role: Role; isOnlyOpen: boolean }): void =>
    setParams({ role: changes.role, ...(changes.isOnlyOpen && { answered: "false" }) });
  return (
    <Page title={words.title} class="reading">
      <div class="acts" role="group" aria-label={words.which}>
        <Button pressed={role === "RECEIVED"} act={() => turn({ role: "RECEIVED", isOnlyOpen })}>
          {words.received}
        </Button>
        <Button pressed={role === "ASKED"} act={() => turn({ role: "ASKED", isOnlyOpen })}>
          {words.asked}
        </Button>
        <Button
          kind="quiet"
          pressed={isOnlyOpen}
          act={() => turn({ role, isOnlyOpen: !isOnlyOpen })}
        >
          {words.unanswered}
        </Button>
      </div>
      <List of={questions} empty={<p>{role === "RECEIVED" ? words.noReceived : words.noAsked}</p>}>
        {(question) => (
          <One key={question.questionId} question={question} role={role} list={questions} />
        )}
      </List>
    </Page>
  );
}

function One({
  question,
  role,
  list,
}: {
  question: Question;
  role: Role;
  list: Listed<Question>;
}): JSX.Element {
  const words = said().selling.questions;
  return (
    <li class="stack tight">
      <p class="row apart">
        <Link href={`/goods/${question.goodsId}`}>{question.goodsName}</Link>
        {!question.answered && <span class="state watch">{words.waiting}</span>}
      </p>
      <p class="faint">
        {question.asker} · <Moment at={question.createdAt} away />{" "}
        {question.secret && <span class="state">{said().goods.questions.secret}</span>}
      </p>
      <p class="typed">{question.text}</p>
      {question.answer !== null && (
        <div class="answer">
          <p class="typed">{question.answer.text}</p>
          <p class="faint">
            {words.seller} · <Moment at={question.answer.answeredAt} away />
          </p>
        </div>
      )}
      {role === "RECEIVED" && !question.answered && (
        <AnswerQuestion question={question} list={list} />
      )}
    </li>
  );
}
