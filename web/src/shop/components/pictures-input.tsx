/** Which pictures, in which order? Dropped, chosen or taken; turned around by drag, touch and keys. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { said } from "../../shared/words";
import type { Picture, Pictures } from "../pictures";

interface PicturesInputProps {
  /** The form's, so that ids are told apart. */
  id: string;
  label: string;
  pictures: Pictures;
  fault: string | undefined;
}

export function PicturesInput({ id, label, pictures, fault }: PicturesInputProps): JSX.Element {
  const words = said().pictures;
  const isOver = useSignal(false);
  const told = useSignal("");
  const list = useRef<HTMLUListElement>(null);
  const { all } = pictures;
  function drop(event: DragEvent): void {
    event.preventDefault();
    isOver.value = false;
    pictures.add(event.dataTransfer?.files ?? []);
  }
  function move(picture: Picture, place: number): void {
    pictures.move(picture, place);
    told.value = words.moved(place + 1);
  }
  return (
    <fieldset
      class={`field pictures ${isOver.value ? "over" : ""}`}
      aria-describedby={`${id}-pictures-help`}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={drop}
    >
      <legend>{label}</legend>
      <ul ref={list} class="picture-list">
        {all.value.map((picture, place) => (
          <One
            key={picture.number}
            picture={picture}
            place={place}
            pictures={pictures}
            move={move}
            list={list.current}
          />
        ))}
      </ul>
      <div class="acts">
        <Choose
          id={`${id}-pictures`}
          label={words.add}
          pictures={pictures}
          isWrong={fault !== undefined}
        />
        <Choose
          id={`${id}-camera`}
          label={words.camera}
          pictures={pictures}
          capture="environment"
        />
      </div>
      <p id={`${id}-pictures-help`} class="help">
        {words.drop} {words.limits(pictures.most, pictures.megabytes)}
      </p>
      <p class="fault" role="alert" hidden={fault === undefined && pictures.refused.value === ""}>
        {fault ?? pictures.refused.value}
      </p>
      <p class="faint" role="status" hidden={!pictures.isChecking.value}>
        {words.checking}
      </p>
      <p class="for-hearing" aria-live="polite">
        {told.value}
      </p>
    </fieldset>
  );
}

interface ChooseProps {
  id: string;
  label: string;
  pictures: Pictures;
  isWrong?: boolean;
  /** Where a picture is taken from; only shown where a finger is. */
  capture?: "environment";
}

function Choose({ id, label, pictures, isWrong = false, capture }: ChooseProps): JSX.Element {
  return (
    <label class={`button second ${capture === undefined ? "" : "for-fingers"}`} for={id}>
      {label}
      <input
        id={id}
        class="for-hearing"
        type="file"
        accept={capture === undefined ? pictures.contentTypes : "image/*"}
        multiple={capture === undefined}
        capture={capture}
        aria-invalid={isWrong}
        onChange={(event) => {
          pictures.add(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}

interface OneProps {
  picture: Picture;
  place: number;
  pictures: Pictures;
  move: (picture: Picture, place: number) => void;
  list: HTMLUListElement | null;
}

function One({ picture, place, pictures, move, list }: OneProps): JSX.Element {
  const words = said().pictures;
  const element = useRef<HTMLLIElement>(null);
  const isHeld = useSignal(false);
  const number = pictures.all.value.length;
  const position = words.position(place + 1, number);
  /** Keeps the focus on the button, though the picture is elsewhere then. */
  function step(to: number, button: HTMLButtonElement): void {
    move(picture, to);
    requestAnimationFrame(() => {
      const stays = button.disabled
        ? element.current?.querySelector<HTMLButtonElement>("button:enabled")
        : button;
      stays?.focus();
    });
  }
  function drag(event: PointerEvent): void {
    if (!isHeld.value) return;
    const to = placeAt(list, event.clientX, event.clientY);
    if (to !== -1 && to !== place) move(picture, to);
  }
  return (
    <li ref={element} class={isHeld.value ? "held" : undefined}>
      <div
        class="frame"
        onPointerDown={(event) => {
          isHeld.value = true;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={drag}
        onPointerUp={() => (isHeld.value = false)}
        onPointerCancel={() => (isHeld.value = false)}
      >
        <img
          src={picture.url}
          alt={place === 0 ? `${words.first}, ${position}` : position}
          draggable={false}
          width="128"
          height="160"
        />
        {place === 0 && <span class="badge">{words.first}</span>}
      </div>
      <How picture={picture} />
      <div class="row">
        <button
          type="button"
          class="button quiet"
          disabled={place === 0}
          aria-label={`${position} ${words.earlier}`}
          onClick={(event) => step(place - 1, event.currentTarget)}
        >
          {words.earlier}
        </button>
        <button
          type="button"
          class="button quiet"
          disabled={place === number - 1}
          aria-label={`${position} ${words.later}`}
          onClick={(event) => step(place + 1, event.currentTarget)}
        >
          {words.later}
        </button>
        <button
          type="button"
          class="button quiet"
          aria-label={`${position} ${words.remove}`}
          onClick={() => pictures.remove(picture)}
        >
          {words.removeShort}
        </button>
        {picture.progress.kind === "failed" && picture.file !== undefined && (
          <button
            type="button"
            class="button second"
            aria-label={`${position} ${words.again}`}
            onClick={() => pictures.again(picture)}
          >
            {words.again}
          </button>
        )}
      </div>
    </li>
  );
}

/** How far it is, in words and as a bar. */
function How({ picture: { progress } }: { picture: Picture }): JSX.Element {
  const words = said().pictures;
  switch (progress.kind) {
    case "sending":
      return (
        <div>
          <progress
            max={100}
            value={progress.percent}
            aria-label={words.uploading(progress.percent)}
          />
          <p class="faint figure">{words.uploading(progress.percent)}</p>
        </div>
      );
    case "sent":
      return <p class="faint">{words.done}</p>;
    case "failed":
      return (
        <p class="fault" role="alert">
          {words.failed}. {progress.why}
        </p>
      );
  }
}

/** The place in the list of whatever picture is there. */
function placeAt(list: HTMLUListElement | null, x: number, y: number): number {
  return [...(list?.children ?? [])].findIndex((child) => {
    const { left, right, top, bottom } = child.getBoundingClientRect();
    return x >= left && x <= right && y >= top && y <= bottom;
  });
}
