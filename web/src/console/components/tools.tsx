/** What is to be in a list? Asked by words or by a state, and kept in the address. */

import type { JSX } from "preact";
import { called } from "../codes";
import { said } from "../words";
import { useAddress } from "./address";

interface FilterProps {
  name: string;
  label: string;
  /** The list of codes, and those of them that may be chosen. */
  list: string;
  choices: readonly string[];
  /** What is meant if nothing is said; all, if there is none. */
  usual?: string;
  /** That all of them may be asked for, too. */
  hasAll?: boolean;
  /** What is said of several at once, with its words. */
  more?: Readonly<Record<string, string>>;
}

export function Filter({
  name,
  label,
  list,
  choices,
  usual,
  hasAll = usual === undefined,
  more = {},
}: FilterProps): JSX.Element {
  const address = useAddress();
  return (
    <label class="tool">
      <span class="faint">{label}</span>
      <select
        value={address.of(name) ?? usual ?? ""}
        onChange={(event) => address.go({ [name]: event.currentTarget.value, id: undefined })}
      >
        {hasAll && <option value={usual === undefined ? "" : "ALL"}>{said().queue.all}</option>}
        {Object.entries(more).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
        {choices.map((code) => (
          <option key={code} value={code}>
            {called(list, code)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SearchProps {
  name?: string;
  /** What it can be found by. */
  by: string;
}

export function Search({ name = "query", by }: SearchProps): JSX.Element {
  const address = useAddress();
  function search(event: SubmitEvent): void {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const typed = new FormData(event.currentTarget).get(name);
    address.go({ [name]: String(typed ?? "").trim(), id: undefined });
  }
  return (
    <form class="tool" role="search" aria-label={by} onSubmit={search}>
      <input
        type="search"
        name={name}
        key={address.of(name)}
        defaultValue={address.of(name) ?? ""}
        aria-label={by}
        placeholder={by}
        maxLength={40}
      />
      <button type="submit" class="button quiet">
        {said().queue.find}
      </button>
    </form>
  );
}
