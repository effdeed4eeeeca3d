/** How does a page come? Its file is fetched when it is first gone to; one that scrolls keeps its place. */

import { signal } from "@preact/signals";
import type { ComponentChildren, FunctionComponent, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Link, Route, Switch, useParams } from "wouter-preact";
import { FailedFace, WaitingFace } from "./components/shown";
import { said } from "./words";

type Load = () => Promise<{ default: FunctionComponent }>;

interface PagesProps {
  /** The file of each page, by its address. */
  at: Readonly<Record<string, FunctionComponent>>;
}

/** Shows the page of the address; another id in it is another page. */
export function Pages({ at }: PagesProps): JSX.Element {
  return (
    <Switch>
      {Object.entries(at).map(([path, Found]) => (
        <Route key={path} path={path}>
          {(params) => <Found key={Object.values(params).join()} />}
        </Route>
      ))}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** The number in the page's address, such as `goodsId`. */
export function useIdInPath(name: string): number {
  return Number(useParams()[name]);
}

/** Makes a component of a page that is fetched when it is shown. */
export function page(load: Load): FunctionComponent {
  const found = signal<FunctionComponent | undefined>(undefined);
  const failure = signal<unknown>(undefined);
  let begun = false;

  function fetchIt(): void {
    begun = true;
    failure.value = undefined;
    load().then(
      (file) => (found.value = file.default),
      (reason: unknown) => (failure.value = reason),
    );
  }

  return function Loading(): JSX.Element {
    if (!begun) fetchIt();
    if (failure.value !== undefined) return <FailedFace reason={failure.value} again={fetchIt} />;
    const Found = found.value;
    return Found === undefined ? <WaitingPage /> : <Found />;
  };
}

/** The place of a page of which nothing is known yet. */
export function WaitingPage(): JSX.Element {
  return (
    <main id="content" class="page">
      <WaitingFace />
    </main>
  );
}

interface PageProps {
  title: string;
  /** Where the title is shown in another way. */
  hidden?: boolean;
  class?: string;
  children: ComponentChildren;
}

/** A page with its title, which whoever hears pages is told first. */
export function Page({ title, hidden = false, children, ...rest }: PageProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${title} · PIKCUR`;
  }, [title]);
  useLayoutEffect(() => {
    if (wasGoneTo) heading.current?.focus({ preventScroll: true });
    wasGoneTo = true;
  }, []);
  return (
    <main id="content" class={`page ${rest.class ?? ""}`}>
      <h1 ref={heading} tabIndex={-1} class={hidden ? "for-hearing" : undefined}>
        {title}
      </h1>
      {children}
    </main>
  );
}

/** The first page is read from its beginning anyway. */
let wasGoneTo = false;

function NotFound(): JSX.Element {
  const { title, text, home } = said().notFound;
  return (
    <Page title={title}>
      <p>{text}</p>
      <Link class="button second" href="/">
        {home}
      </Link>
    </Page>
  );
}
