/** Which words have goods wait for review? */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Input } from "../../shared/components/fields";
import { keyed } from "../components/acts";
import { Shelf } from "../components/shelf";
import { said } from "../words";

type Word = Schemas["ForbiddenWord"];

export default function ForbidWords(): JSX.Element {
  const words = said().shelf;
  const list = useListed<Word>((cursor) =>
    ask(api.GET("/v1/admin/forbidden-words", { params: { query: { cursor, limit: 100 } } })),
  );
  return (
    <Shelf
      name="word"
      title={said().frame.place["/forbidden-words"]}
      of={list}
      id={({ wordId }) => wordId}
      line={({ word }) => <span>{word}</span>}
      pairs={() => []}
      blank={{ word: "", reason: "" }}
      fields={(form) => <Input form={form} name="word" label={words.word} maxLength={40} />}
      add={{
        says: words.willForbid,
        send: (body, key) =>
          ask(api.POST("/v1/admin/forbidden-words", { params: { header: keyed(key) }, body })),
      }}
      change={{
        from: ({ word }) => ({ word, reason: "" }),
        send: ({ wordId }, body) =>
          ask(
            api.PATCH("/v1/admin/forbidden-words/{wordId}", { params: { path: { wordId } }, body }),
          ),
      }}
      endings={[
        {
          verb: words.delete,
          says: words.willAllow,
          send: ({ wordId }, reason) =>
            ask(
              api.DELETE("/v1/admin/forbidden-words/{wordId}", {
                params: { path: { wordId } },
                body: { reason },
              }),
            ),
        },
      ]}
    />
  );
}
