/** What can be done about an order now? By its buyer or its seller, as it stands. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Link } from "wouter-preact";
import { won } from "../../shared/amounts";
import { api, ask, newKey } from "../../shared/api/client";
import { Button } from "../../shared/components/button";
import { Dialog } from "../../shared/components/dialog";
import { FormView, Input, TextArea } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { Moment } from "../../shared/components/time";
import { useForm } from "../../shared/forms";
import type { OrderProps } from "../pages/follow-order";
import { said } from "../words";
import { PayForm } from "./pay-form";
import { ShipForm } from "./ship-form";
import { Sure } from "./sure";

export function OrderActs(props: OrderProps): JSX.Element {
  const { order } = props;
  return (
    <div class="stack">
      {order.role === "BUYER" ? <BuyerActs {...props} /> : <SellerActs {...props} />}
      {order.case !== null && (
        <p>
          <Link class="button second" href={`/cases/${order.case.caseId}`}>
            {said().orders.case.see}
          </Link>
        </p>
      )}
    </div>
  );
}

function BuyerActs(props: OrderProps): JSX.Element | null {
  const { order } = props;
  const words = said().orders;
  switch (order.state) {
    case "AWAITING_PAYMENT":
      return (
        <>
          <Due at={order.dueAt}>{words.pay.due}</Due>
          <PayForm {...props} />
          <CancelOrder {...props} />
        </>
      );
    case "PAID":
      return (
        <>
          <Due at={order.shipDueAt}>{words.ship.due}</Due>
          {order.shipExtension !== null && order.shipExtension.acceptedAt === null && (
            <AcceptExtension {...props} />
          )}
          {order.packedAt === null && <CancelOrder {...props} />}
        </>
      );
    case "SHIPPED":
    case "DELIVERED":
      return (
        <>
          <Due at={order.confirmDueAt}>{words.confirm.due}</Due>
          <Confirm {...props} />
          {order.case === null && <OpenCase orderId={order.orderId} />}
        </>
      );
    case "CONFIRMED":
    case "SETTLED":
      return <WriteReview orderId={order.orderId} />;
    default:
      return null;
  }
}

function SellerActs(props: OrderProps): JSX.Element | null {
  const { order } = props;
  const words = said().orders;
  if (order.state === "AWAITING_PAYMENT") return <Due at={order.dueAt}>{words.pay.dueOfBuyer}</Due>;
  if (order.state !== "PAID" && order.state !== "SHIPPED") return null;
  return (
    <>
      {order.state === "PAID" && <Due at={order.shipDueAt}>{words.ship.due}</Due>}
      <ShipForm {...props} />
      {order.state === "PAID" && (
        <>
          {order.packedAt === null && <Pack {...props} />}
          {order.shipExtension === null && <AskForTime {...props} />}
          <CancelOrder {...props} />
        </>
      )}
    </>
  );
}

function Due({
  at,
  children,
}: {
  at: string | null;
  children: ComponentChildren;
}): JSX.Element | null {
  if (at === null) return null;
  return (
    <p class="sheet">
      {children} <Moment at={at} />
    </p>
  );
}

function Confirm({ order, put }: OrderProps): JSX.Element {
  const words = said().orders.confirm;
  const key = useMemo(newKey, [order.orderId]);
  const params = { path: { orderId: order.orderId }, header: { "Idempotency-Key": key } };
  async function confirm(): Promise<void> {
    put(await ask(api.POST("/v1/orders/{orderId}/confirm", { params })));
    tell(words.done);
  }
  return <Sure kind="first" verb={words.verb} sure={words.sure(won(order.total))} act={confirm} />;
}

function CancelOrder({ order, put }: OrderProps): JSX.Element {
  const words = said().orders.cancel;
  const isOpen = useSignal(false);
  const form = useForm(`cancel-${order.orderId}`, { reason: "" });
  const path = { orderId: order.orderId };
  return (
    <p>
      <Button kind="quiet" act={() => (isOpen.value = true)}>
        {words.verb}
      </Button>
      {isOpen.value && (
        <Dialog title={words.verb} close={() => (isOpen.value = false)}>
          <FormView
            form={form}
            verb={words.verb}
            send={async ({ reason }, key) =>
              put(
                await ask(
                  api.POST("/v1/orders/{orderId}/cancel", {
                    params: { path, header: { "Idempotency-Key": key } },
                    body: { reason },
                  }),
                ),
              )
            }
          >
            <p>
              {order.role === "SELLER"
                ? words.sureOfSeller
                : order.state === "PAID"
                  ? words.sureOfPaid(won(order.total))
                  : words.sure}
            </p>
            <TextArea form={form} name="reason" label={words.reason} rows={2} />
          </FormView>
        </Dialog>
      )}
    </p>
  );
}

function Pack({ order, put }: OrderProps): JSX.Element {
  const words = said().orders.ship;
  const params = { path: { orderId: order.orderId } };
  return (
    <p class="row">
      <Button act={async () => put(await ask(api.PUT("/v1/orders/{orderId}/packed", { params })))}>
        {words.packed}
      </Button>
      <span class="faint">{words.packedHelp}</span>
    </p>
  );
}

function AskForTime({ order, put }: OrderProps): JSX.Element {
  const words = said().orders.ship;
  const form = useForm(`time-${order.orderId}`, { days: "1" });
  const path = { orderId: order.orderId };
  return (
    <details>
      <summary>{words.moreTime}</summary>
      <FormView
        form={form}
        verb={words.askForTime}
        weight="second"
        send={async ({ days }, key) =>
          put(
            await ask(
              api.POST("/v1/orders/{orderId}/ship-extension", {
                params: { path, header: { "Idempotency-Key": key } },
                body: { days: Number(days) },
              }),
            ),
          )
        }
      >
        <Input
          form={form}
          name="days"
          label={words.days}
          type="number"
          min="1"
          max="5"
          help={words.daysHelp}
        />
      </FormView>
    </details>
  );
}

function AcceptExtension({ order, put }: OrderProps): JSX.Element {
  const words = said().orders.ship;
  const params = { path: { orderId: order.orderId } };
  return (
    <div class="sheet stack">
      <p>{words.asked(order.shipExtension?.days ?? 0)}</p>
      <p>
        <Button
          act={async () =>
            put(await ask(api.POST("/v1/orders/{orderId}/ship-extension/accept", { params })))
          }
        >
          {words.accept}
        </Button>
      </p>
    </div>
  );
}

function OpenCase({ orderId }: { orderId: number }): JSX.Element {
  return (
    <p>
      <Link href={`/orders/${orderId}/case`}>{said().orders.case.open}</Link>
    </p>
  );
}

function WriteReview({ orderId }: { orderId: number }): JSX.Element {
  return (
    <p>
      <Link class="button first" href={`/orders/${orderId}/review`}>
        {said().orders.review.write}
      </Link>
    </p>
  );
}
