/**
 * How does a buyer pay? The market registers the amount, then the provider's window takes the money.
 *
 * Under `bin/up` the window is the sandbox's page. A front of yours starts PortOne's SDK in its place,
 * with what the market answers here, and reports its `imp_uid` in the same way.
 */

import { api, ask, type Schemas } from "../shared/api/client";
import { config } from "../shared/config";

export type Payment = Schemas["Payment"];
export type Method = NonNullable<Schemas["NewPayment"]["method"]>;

/** Begins a payment; the same key begins it once. @throws {Refusal} such as ADDRESS_MISSING */
export function begin(
  orderId: number,
  method: Method,
  refundAccountId: number | undefined,
  key: string,
): Promise<Payment> {
  const body = { method, ...(refundAccountId !== undefined && { refundAccountId }) };
  return ask(
    api.POST("/v1/orders/{orderId}/payments", {
      params: { path: { orderId }, header: { "Idempotency-Key": key } },
      body,
    }),
  );
}

/** Sends the buyer to the window; gives whether there is one here. */
export async function openWindow(payment: Payment): Promise<boolean> {
  const { paymentWindow } = await config();
  if (paymentWindow === null) return false;
  const asked = new URLSearchParams({
    merchant_uid: payment.merchantUid,
    name: payment.name,
    m_redirect_url: `${location.origin}/orders/${payment.orderId}`,
  });
  location.assign(`${paymentWindow}?${asked}`);
  return true;
}

/** What the window said when it sent the buyer back. */
export interface Returned {
  impUid: string;
  merchantUid: string;
  /** Why it failed, or nothing. */
  error: string | undefined;
}

export function returned(params: URLSearchParams): Returned | undefined {
  const [impUid, merchantUid] = [params.get("imp_uid"), params.get("merchant_uid")];
  if (impUid === null || merchantUid === null) return undefined;
  const failed = params.get("imp_success") !== "true";
  return { impUid, merchantUid, error: failed ? (params.get("error_msg") ?? "") : undefined };
}

/** Has the market ask the provider; what becomes of it is told by an alarm. */
export async function report({ impUid, merchantUid }: Returned): Promise<void> {
  await ask(
    api.POST("/v1/payments/{merchantUid}/verify", {
      params: { path: { merchantUid } },
      body: { impUid },
    }),
  );
}
