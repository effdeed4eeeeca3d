/** Which pictures belong to what is being written? Shown from their files, sent behind, in an order. */

import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { api, ask, type Schemas } from "../shared/api/client";
import { Refusal, Unreachable } from "../shared/api/refusal";
import { inWords } from "../shared/components/shown";
import type { Config } from "../shared/config";
import { Unfit } from "../shared/forms";
import { said } from "../shared/words";

export type Kind = Schemas["NewUpload"]["kind"];
type Type = Schemas["NewUpload"]["contentType"];

/** How far one picture is. */
export type Progress =
  | { kind: "sending"; percent: number }
  | { kind: "sent"; uploadId: number }
  | { kind: "failed"; why: string };

export interface Picture {
  /** Tells it from the others on this page. */
  number: number;
  /** What is shown: from its file, or small after a reload. */
  url: string;
  /** The same, small enough to outlive a reload; nothing until it has been looked at. */
  small: string;
  /** Gone after a reload; by then it has been sent. */
  file: File | undefined;
  progress: Progress;
}

/** Nobody can look at it, whatever its name says. */
class NoPicture extends Error {}

interface PicturesOptions {
  kind: Kind;
  most: number;
  limits: Config["uploads"];
  /** What was kept before a reload. */
  kept: string;
  keep: (text: string) => void;
}

const MEGABYTE = 1_048_576;
const KEPT_WIDTH = 160;
/** For so long the market's check of a picture is waited for. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 1_000;

export class Pictures {
  readonly all = signal<readonly Picture[]>([]);
  /** Why files were not taken. */
  readonly refused = signal("");
  /** That the market is still looking at them. */
  readonly isChecking = signal(false);
  readonly most: number;
  readonly #options: PicturesOptions;
  readonly #sending = new Map<number, Promise<void>>();
  #next = 1;

  constructor(options: PicturesOptions) {
    this.#options = options;
    this.most = options.most;
    this.all.value = read(options.kept).map(({ uploadId, url }) => ({
      number: this.#next++,
      url,
      small: url,
      file: undefined,
      progress: { kind: "sent", uploadId },
    }));
  }

  get megabytes(): number {
    return Math.floor(this.#options.limits.sizeMost / MEGABYTE);
  }

  get contentTypes(): string {
    return this.#options.limits.contentTypes.join();
  }

  /** Takes what can be a picture here, and says why the rest cannot. */
  add(files: Iterable<File>): void {
    const faults = new Set<string>();
    for (const file of files) {
      const fault = this.#faultOf(file);
      if (fault === undefined) this.#send(this.#put(file));
      else faults.add(fault);
    }
    this.refused.value = [...faults].join(" ");
  }

  remove(picture: Picture): void {
    this.#change(this.all.value.filter(({ number }) => number !== picture.number));
  }

  /** Forgets them, now that they belong to what was sent. */
  clear(): void {
    this.all.value = [];
  }

  /** Gives a picture the place of another. */
  move(picture: Picture, place: number): void {
    const others = this.all.value.filter(({ number }) => number !== picture.number);
    this.#change(others.toSpliced(place, 0, this.#now(picture)));
  }

  again(picture: Picture): void {
    this.#send(this.#now(picture));
  }

  /**
   * Sends what they belong to, once all of them are there and the market has looked at them.
   *
   * @throws {Unfit} at `pictures`, if one of them did not get there or is no picture
   */
  async attach<T extends object>(send: (uploadIds: number[]) => Promise<T>): Promise<T> {
    await Promise.all(this.#sending.values());
    const ids = this.all.value.flatMap(({ progress }) =>
      progress.kind === "sent" ? [progress.uploadId] : [],
    );
    if (ids.length < this.all.value.length) throw new Unfit({ pictures: said().pictures.failed });
    const until = Date.now() + PATIENCE_MS;
    try {
      for (;;) {
        const done = await send(ids).catch((reason: unknown) => this.#judge(reason, until));
        if (done !== undefined) return done;
        this.isChecking.value = true;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    } finally {
      this.isChecking.value = false;
    }
  }

  /** Nothing, if it is worth asking again. */
  #judge(reason: unknown, until: number): undefined {
    if (!(reason instanceof Refusal)) throw reason;
    if (reason.code === "PICTURES_PENDING" && Date.now() < until) return;
    if (reason.code === "UPLOAD_REJECTED") this.#mark(reason);
    throw reason;
  }

  /** Says at each picture that was refused why it was. */
  #mark(refusal: Refusal): void {
    const refused = String(refusal.details["uploadIds"] ?? "").split(" ");
    for (const { number, progress } of this.all.value) {
      if (progress.kind === "sent" && refused.includes(String(progress.uploadId)))
        this.#tell(number, { kind: "failed", why: inWords(refusal) });
    }
  }

  #faultOf(file: File): string | undefined {
    const words = said().pictures;
    const { contentTypes, sizeMost } = this.#options.limits;
    if (!contentTypes.includes(file.type)) return words.wrongKind;
    if (file.size > sizeMost) return words.tooLarge(this.megabytes);
    return this.all.value.length < this.most ? undefined : words.tooMany(this.most);
  }

  #put(file: File): Picture {
    const picture: Picture = {
      number: this.#next++,
      url: URL.createObjectURL(file),
      small: "",
      file,
      progress: { kind: "sending", percent: 0 },
    };
    this.#change([...this.all.value, picture]);
    return picture;
  }

  #send({ number, file }: Picture): void {
    if (file === undefined) return;
    this.#tell(number, { kind: "sending", percent: 0 });
    const sent = this.#upload(number, file).then(
      (uploadId) => this.#tell(number, { kind: "sent", uploadId }),
      (reason: unknown) =>
        this.#tell(number, {
          kind: "failed",
          why: reason instanceof NoPicture ? said().pictures.wrongKind : inWords(reason),
        }),
    );
    this.#sending.set(
      number,
      sent.finally(() => this.#sending.delete(number)),
    );
  }

  /** @throws {NoPicture} before it is sent */
  async #upload(number: number, file: File): Promise<number> {
    this.#set(number, { small: await drawnSmall(file) });
    const body = { kind: this.#options.kind, contentType: file.type as Type, size: file.size };
    const ticket = await ask(api.POST("/v1/uploads", { body }));
    await post(ticket, file, (percent) => this.#tell(number, { kind: "sending", percent }));
    return ticket.uploadId;
  }

  #now(picture: Picture): Picture {
    return this.all.value.find(({ number }) => number === picture.number) ?? picture;
  }

  #tell(number: number, progress: Progress): void {
    this.#set(number, { progress });
  }

  #set(number: number, changes: Partial<Picture>): void {
    this.#change(
      this.all.value.map((one) => (one.number === number ? { ...one, ...changes } : one)),
    );
  }

  #change(all: readonly Picture[]): void {
    const wereSent = sent(this.all.value);
    this.all.value = all;
    if (sent(all) !== wereSent) this.#options.keep(written(all));
  }
}

/** The pictures of a form, which outlive a reload by being kept in one of its fields. */
export function usePictures(options: PicturesOptions, ...of: unknown[]): Pictures {
  return useMemo(() => new Pictures(options), of);
}

function sent(all: readonly Picture[]): string {
  return all.map(({ progress }) => (progress.kind === "sent" ? progress.uploadId : "")).join();
}

interface Kept {
  uploadId: number;
  url: string;
}

function read(text: string): Kept[] {
  return text === "" ? [] : (JSON.parse(text) as Kept[]);
}

function written(all: readonly Picture[]): string {
  const kept = all.flatMap(({ progress, small }): Kept[] =>
    progress.kind === "sent" ? [{ uploadId: progress.uploadId, url: small }] : [],
  );
  return kept.length === 0 ? "" : JSON.stringify(kept);
}

/** @throws {NoPicture} if there is nothing to draw */
async function drawnSmall(file: File): Promise<string> {
  const drawn = await createImageBitmap(file, { resizeWidth: KEPT_WIDTH }).catch(() => {
    throw new NoPicture();
  });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [drawn.width, drawn.height];
  canvas.getContext("2d")?.drawImage(drawn, 0, 0);
  drawn.close();
  return canvas.toDataURL("image/webp", 0.7);
}

/** Posts a file by its ticket. `fetch` does not tell how far it is. */
function post(
  { url, fields }: Schemas["UploadTicket"],
  file: File,
  tell: (percent: number) => void,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      tell(Math.floor((100 * loaded) / total)),
    );
    request.addEventListener("error", () => reject(new Unreachable(url)));
    request.addEventListener("load", () =>
      request.status < 300 ? resolve() : reject(new Unreachable(`${url} ${request.status}`)),
    );
    request.open("POST", url);
    request.send(form);
  });
}
