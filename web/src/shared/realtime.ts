/**
 * What happens now? One STOMP connection for everything that a page listens to.
 *
 * After every interruption each destination goes on where it was: none of it is lost, none comes
 * twice. What the relay no longer keeps is told as `reset`: then the state is to be read anew.
 */

import { signal } from "@preact/signals";
import type { Client, IMessage, StompSubscription } from "@stomp/stompjs";
import { member, token } from "./api/tokens";
import { config } from "./config";

/** That there has been no connection for two seconds, though something is listened to. */
export const isLost = signal(false);

export interface Hears {
  /** Whether how things stand is told first. */
  current?: boolean;
  message(body: unknown): void;
  /** Something may have been missed that will not be told again. */
  reset(): void;
}

interface Listening extends Hears {
  destination: string;
  last: string | undefined;
  subscription: StompSubscription | undefined;
}

const TOLD_AFTER_MS = 2_000;
const RECONNECT_MS = { first: 500, most: 5_000 };
const BEAT_MS = 10_000;

const listening = new Set<Listening>();
let client: Promise<Client> | undefined;
let lostTimer: number | undefined;

/** Hears what is told to a destination, until the function that is given back is called. */
export function listen(destination: string, hears: Hears): () => void {
  const one: Listening = { ...hears, destination, last: undefined, subscription: undefined };
  listening.add(one);
  client ??= connect();
  void client.then((stomp) => {
    if (stomp.connected && listening.has(one)) subscribe(stomp, one);
  });
  return () => {
    listening.delete(one);
    void client?.then((stomp) => {
      if (stomp.connected) one.subscription?.unsubscribe();
    });
  };
}

async function connect(): Promise<Client> {
  const [{ Client, ReconnectionTimeMode }, { relay }] = await Promise.all([
    import("@stomp/stompjs"),
    config(),
  ]);
  const stomp = new Client({
    brokerURL: relay?.stomp ?? "",
    reconnectDelay: RECONNECT_MS.first,
    maxReconnectDelay: RECONNECT_MS.most,
    reconnectTimeMode: ReconnectionTimeMode.EXPONENTIAL,
    heartbeatIncoming: BEAT_MS,
    heartbeatOutgoing: BEAT_MS,
    connectionTimeout: BEAT_MS,
    discardWebsocketOnCommFailure: true,
    beforeConnect: async () => {
      const bearer = await token().catch(() => undefined);
      stomp.connectHeaders = bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` };
    },
    onConnect: () => {
      found();
      for (const one of listening) subscribe(stomp, one);
    },
    onWebSocketClose: () => {
      for (const one of listening) one.subscription = undefined;
      miss();
    },
  });
  stomp.activate();
  miss();
  watchOver(stomp);
  return stomp;
}

function subscribe(stomp: Client, one: Listening): void {
  if (one.subscription !== undefined) return;
  const receipt = `subscribed-${Math.random()}`;
  stomp.watchForReceipt(receipt, (frame) => (one.last ??= frame.headers["last-message-id"]));
  const after: Record<string, string> =
    one.last === undefined
      ? { current: String(one.current ?? false) }
      : { "last-message-id": one.last };
  one.subscription = stomp.subscribe(one.destination, (message) => hear(one, message), {
    receipt,
    ...after,
  });
}

function hear(one: Listening, message: IMessage): void {
  const isReset = message.headers["reset"] === "true";
  one.last = message.headers["message-id"];
  if (isReset) one.reset();
  const body: unknown = JSON.parse(message.body);
  if (!isNotice(body)) one.message(body);
}

/** What only says that something was missed. */
function isNotice(body: unknown): boolean {
  return typeof body === "object" && body !== null && Object.keys(body).join() === "reset";
}

function miss(): void {
  lostTimer ??= setTimeout(() => (isLost.value = listening.size > 0), TOLD_AFTER_MS);
}

function found(): void {
  clearTimeout(lostTimer);
  lostTimer = undefined;
  isLost.value = false;
}

/** Connects at once when the machine wakes up, comes back to a network, or somebody signs in. */
function watchOver(stomp: Client): void {
  const again = (): void => {
    if (stomp.active) stomp.forceDisconnect();
  };
  addEventListener("online", again);
  let hiddenAt = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    // So long without beats: the connection may be gone without anybody having noticed.
    else if (Date.now() - hiddenAt > 3 * BEAT_MS || !stomp.connected) again();
  });
  let who = member.value?.memberId;
  member.subscribe((now) => {
    if (now?.memberId !== who) {
      who = now?.memberId;
      again();
    }
  });
}
