/** One case: what was said and offered, whose turn it is until when, and what they can do. */

import { untracked, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { readWon, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Check, FormView, Input, Select, TextArea } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { type Config, config, word } from "../../shared/config";
import { Unfit, useForm } from "../../shared/forms";
import { Page, useIdInPath } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { newest } from "../alarms";
import { said } from "../words";

type Case = Schemas["Case"];

interface CaseProps {
  one: Case;
  settings: Config;
  put: (one: Case) => void;
}

export default function SettleCase(): JSX.Element {
  const caseId = useIdInPath("caseId");
  const asked = useAsked(async () => {
    const [one, settings] = await Promise.all([
      ask(api.GET("/v1/cases/{caseId}", { params: { path: { caseId } } })),
      config(),
    ]);
    return { one, settings };
  }, caseId);
  useSignalEffect(() => {
    const about = newest.value?.orderId;
    // Whatever is told of its order may have been said or done here.
    untracked(() => about === asked.value?.one.orderId && void asked.again());
  });
  return (
    <Page title={said().orders.case.title(String(caseId))} class="reading">
      <Shown of={asked}>
        {({ one, settings }) => (
          <Sheet
            one={one}
            settings={settings}
            put={(changed) => asked.put({ one: changed, settings })}
          />
        )}
      </Shown>
    </Page>
  );
}

function Sheet(props: CaseProps): JSX.Element {
  const { one, settings } = props;
  const words = said().orders.case;
  return (
    <>
      <p class="row">
        <span class="state">{word(settings, "caseState", one.state)}</span>
        <span>{word(settings, "caseKind", one.kind)}</span>
        <Link href={`/orders/${one.orderId}`}>{said().orders.title(String(one.orderId))}</Link>
      </p>
      <p class="sheet">
        {one.outcome !== null
          ? words.outcome(won(one.outcome.buyerGets), won(one.outcome.sellerGets))
          : whoseTurn(one)}{" "}
        {one.outcome === null && one.dueAt !== null && <Moment at={one.dueAt} />}
      </p>
      {one.offer !== null && one.outcome === null && (
        <p>{words.offer(won(one.offer.amount), one.offer.withReturn)}</p>
      )}
      <Acts {...props} />
      <ol class="rows">
        {one.steps.map((step) => (
          <Step key={step.stepId} step={step} />
        ))}
      </ol>
      {one.outcome === null && <Say {...props} />}
    </>
  );
}

function whoseTurn({ turn, side }: Case): string {
  const words = said().orders.case;
  if (turn === null) return words.waits;
  return turn === side ? words.yourTurn : words.turnOf[turn];
}

function Step({ step }: { step: Schemas["CaseStep"] }): JSX.Element {
  const words = said().orders.case;
  return (
    <li class="stack tight">
      <p class="faint">
        {step.by === null ? words.system : words.sides[step.by]} · {words.acts[step.act]} ·{" "}
        <Moment at={step.at} />
      </p>
      {step.offer !== null && <p>{words.offer(won(step.offer.amount), step.offer.withReturn)}</p>}
      {step.text !== null && <p class="typed">{step.text}</p>}
    </li>
  );
}

/** What the side can do whose turn it is. */
function Acts(props: CaseProps): JSX.Element | null {
  const { one, put } = props;
  const words = said().orders.case;
  const params = { path: { caseId: one.caseId } };
  if (one.outcome !== null || one.state === "WITHDRAWN") return null;
  const isOpen = one.state === "OFFERED" || one.state === "REJECTED";
  return (
    <>
      <div class="acts">
        {one.state === "OFFERED" && one.turn === one.side && (
          <>
            <Button
              kind="first"
              act={async () => put(await ask(api.POST("/v1/cases/{caseId}/accept", { params })))}
            >
              {words.accept}
            </Button>
            <Button
              act={async () => put(await ask(api.POST("/v1/cases/{caseId}/reject", { params })))}
            >
              {words.reject}
            </Button>
          </>
        )}
        {one.state !== "ESCALATED" && (
          <Button
            kind="quiet"
            act={async () => put(await ask(api.POST("/v1/cases/{caseId}/escalate", { params })))}
          >
            {words.escalate}
          </Button>
        )}
        {one.side === "BUYER" && (
          <Button
            kind="quiet"
            act={async () => put(await ask(api.POST("/v1/cases/{caseId}/withdraw", { params })))}
          >
            {words.withdraw}
          </Button>
        )}
      </div>
      {isOpen && <Offer {...props} />}
      {one.state === "RETURNING" && one.side === "BUYER" && <SendBack {...props} />}
    </>
  );
}

function Offer({ one, put }: CaseProps): JSX.Element {
  const words = said().orders.case;
  const form = useForm(`offer-${one.caseId}`, { amount: "", withReturn: false });
  async function send(typed: { amount: string; withReturn: boolean }, key: string): Promise<void> {
    const amount = readWon(typed.amount);
    if (amount === undefined) throw new Unfit({ amount: saidShared().form.wrongAmount });
    const body = { amount, withReturn: typed.withReturn };
    put(
      await ask(
        api.POST("/v1/cases/{caseId}/offers", {
          params: { path: { caseId: one.caseId }, header: { "Idempotency-Key": key } },
          body,
        }),
      ),
    );
    form.clear();
  }
  return (
    <details>
      <summary>{words.other}</summary>
      <FormView
        form={form}
        send={send}
        verb={words.makeOffer}
        weight="second"
        places={{ OFFER_TOO_LARGE: "amount" }}
      >
        <Input
          form={form}
          name="amount"
          label={words.amount}
          inputMode="numeric"
          help={words.atMost(won(one.frozen))}
        />
        <Check form={form} name="withReturn" label={words.withReturn} />
      </FormView>
    </details>
  );
}

function SendBack({ one, put }: CaseProps): JSX.Element {
  const words = said().orders.ship;
  const carriers = useAsked(() => ask(api.GET("/v1/carriers")));
  const form = useForm(`return-${one.caseId}`, { carrier: "", invoice: "" });
  return (
    <Shown of={carriers}>
      {({ items }) => (
        <FormView
          form={form}
          verb={said().orders.case.sendBack}
          places={{
            INVOICE_INVALID: "invoice",
            INVOICE_USED: "invoice",
            UNKNOWN_CARRIER: "carrier",
          }}
          send={async (typed, key) =>
            put(
              await ask(
                api.POST("/v1/cases/{caseId}/return-shipment", {
                  params: { path: { caseId: one.caseId }, header: { "Idempotency-Key": key } },
                  body: typed,
                }),
              ),
            )
          }
        >
          <Input form={form} name="invoice" label={words.invoice} inputMode="numeric" />
          <Select
            form={form}
            name="carrier"
            label={words.carrier}
            options={[
              { value: "", label: words.choose },
              ...items.map(({ carrier, name }) => ({ value: carrier, label: name })),
            ]}
          />
        </FormView>
      )}
    </Shown>
  );
}

function Say({ one, put }: CaseProps): JSX.Element {
  const words = said().orders.messages;
  const form = useForm(`case-message-${one.caseId}`, { text: "" });
  return (
    <FormView
      form={form}
      verb={words.send}
      weight="second"
      send={async ({ text }, key) =>
        put(
          await ask(
            api.POST("/v1/cases/{caseId}/messages", {
              params: { path: { caseId: one.caseId }, header: { "Idempotency-Key": key } },
              body: { text },
            }),
          ),
        )
      }
      done={() => form.clear()}
    >
      <TextArea form={form} name="text" label={words.text} rows={3} />
    </FormView>
  );
}
