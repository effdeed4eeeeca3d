/** Whose goods are sold here? */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Input } from "../../shared/components/fields";
import { keyed } from "../components/acts";
import { NamesFields } from "../components/bilingual";
import { place, Shelf } from "../components/shelf";
import { said } from "../words";

type Brand = Schemas["BrandFile"];

export default function ArrangeBrands(): JSX.Element {
  const words = said().shelf;
  const list = useListed<Brand>((cursor) =>
    ask(api.GET("/v1/admin/brands", { params: { query: { cursor, limit: 100 } } })),
  );
  return (
    <Shelf
      name="brand"
      title={said().frame.place["/brands"]}
      of={list}
      id={({ brandId }) => brandId}
      line={(one) => (
        <span class="queue-line">
          <strong>{one.name}</strong>
          {one.retiredAt !== null && <span class="state">{words.retired}</span>}
        </span>
      )}
      pairs={(one) => [
        [words.nameEn, one.nameEn],
        [words.position, String(one.position)],
        [words.picture, one.image && <img src={one.image} alt="" width="96" height="96" />],
      ]}
      blank={{ position: "0", name: "", nameEn: "", reason: "" }}
      fields={(form) => (
        <>
          <NamesFields form={form} />
          <Input form={form} name="position" label={words.position} inputMode="numeric" />
        </>
      )}
      add={{
        send: ({ position, ...typed }, key) =>
          ask(
            api.POST("/v1/admin/brands", {
              params: { header: keyed(key) },
              body: { ...typed, position: place(position) },
            }),
          ),
      }}
      change={{
        from: ({ position, name, nameEn }) => ({
          position: String(position),
          name,
          nameEn,
          reason: "",
        }),
        send: ({ brandId }, { position, ...typed }) =>
          ask(
            api.PATCH("/v1/admin/brands/{brandId}", {
              params: { path: { brandId } },
              body: { ...typed, position: place(position) },
            }),
          ),
      }}
      endings={[
        {
          verb: words.retire,
          says: words.willRetire,
          may: ({ retiredAt }) => retiredAt === null,
          send: ({ brandId }, reason) =>
            ask(
              api.DELETE("/v1/admin/brands/{brandId}", {
                params: { path: { brandId } },
                body: { reason },
              }),
            ),
        },
        {
          verb: words.bringBack,
          may: ({ retiredAt }) => retiredAt !== null,
          send: ({ brandId }, reason) =>
            ask(
              api.PATCH("/v1/admin/brands/{brandId}", {
                params: { path: { brandId } },
                body: { retired: false, reason },
              }),
            ),
        },
      ]}
    />
  );
}
