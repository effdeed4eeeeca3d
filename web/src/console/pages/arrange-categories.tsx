/** By which categories are goods found? */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Input, Select } from "../../shared/components/fields";
import { keyed } from "../components/acts";
import { NamesFields } from "../components/bilingual";
import { place, Shelf } from "../components/shelf";
import { said } from "../words";

type Category = Schemas["CategoryFile"];

export default function ArrangeCategories(): JSX.Element {
  const words = said().shelf;
  const list = useListed<Category>(async () => ({
    ...(await ask(api.GET("/v1/admin/categories"))),
    nextCursor: null,
  }));
  const parents = (list.value?.items ?? []).filter(({ parentId }) => parentId === null);
  const named = (id: number | null): string =>
    parents.find(({ categoryId }) => categoryId === id)?.name ?? "";
  return (
    <Shelf
      name="category"
      title={said().frame.place["/categories"]}
      of={list}
      id={({ categoryId }) => categoryId}
      line={(one) => (
        <span class="queue-line">
          <strong>
            {one.parentId === null ? one.name : `${named(one.parentId)} › ${one.name}`}
          </strong>
          {one.retiredAt !== null && <span class="state">{words.retired}</span>}
        </span>
      )}
      pairs={(one) => [
        [words.nameEn, one.nameEn],
        [words.position, String(one.position)],
      ]}
      blank={{ parentId: "", position: "0", name: "", nameEn: "", reason: "" }}
      fields={(form, item) => (
        <>
          {item === undefined && (
            <Select
              form={form}
              name="parentId"
              label={words.parent}
              options={[
                { value: "", label: words.noParent },
                ...parents.map(({ categoryId, name }) => ({
                  value: String(categoryId),
                  label: name,
                })),
              ]}
            />
          )}
          <NamesFields form={form} />
          <Input form={form} name="position" label={words.position} inputMode="numeric" />
        </>
      )}
      add={{
        send: ({ parentId, position, ...typed }, key) => {
          const body = {
            ...typed,
            position: place(position),
            ...(parentId === "" ? {} : { parentId: Number(parentId) }),
          };
          return ask(api.POST("/v1/admin/categories", { params: { header: keyed(key) }, body }));
        },
      }}
      change={{
        from: ({ position, name, nameEn }) => ({
          parentId: "",
          position: String(position),
          name,
          nameEn,
          reason: "",
        }),
        send: ({ categoryId }, { name, nameEn, position, reason }) =>
          ask(
            api.PATCH("/v1/admin/categories/{categoryId}", {
              params: { path: { categoryId } },
              body: { name, nameEn, reason, position: place(position) },
            }),
          ),
      }}
      endings={[
        {
          verb: words.retire,
          says: words.willRetire,
          may: ({ retiredAt }) => retiredAt === null,
          send: ({ categoryId }, reason) =>
            ask(
              api.DELETE("/v1/admin/categories/{categoryId}", {
                params: { path: { categoryId } },
                body: { reason },
              }),
            ),
        },
        {
          verb: words.bringBack,
          may: ({ retiredAt }) => retiredAt !== null,
          send: ({ categoryId }, reason) =>
            ask(
              api.PATCH("/v1/admin/categories/{categoryId}", {
                params: { path: { categoryId } },
                body: { retired: false, reason },
              }),
            ),
        },
      ]}
    />
  );
}
