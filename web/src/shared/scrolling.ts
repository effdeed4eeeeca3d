/** Where was a page scrolled to? Kept for who goes back, though its content comes later. */

const places = new Map<string, number>();
/** As long as content may take to come. */
const PATIENCE_MS = 2_000;

export function keepScrolling(): void {
  history.scrollRestoration = "manual";
  let here = key();
  addEventListener("scroll", () => places.set(here, scrollY), { passive: true });
  addEventListener("popstate", () => {
    here = key();
    restore(places.get(here) ?? 0);
  });
  for (const name of ["pushState", "replaceState"] as const) {
    addEventListener(name, () => {
      const before = here;
      here = key();
      // Another question on the same page is no other place.
      if (name === "pushState" && before.split("?")[0] !== here.split("?")[0]) scrollTo(0, 0);
    });
  }
}

function key(): string {
  return location.pathname + location.search;
}

/** Goes on trying while the page is still too short. */
function restore(place: number): void {
  const until = performance.now() + PATIENCE_MS;
  const here = key();
  const attempt = (): void => {
    if (key() !== here) return;
    scrollTo(0, place);
    if (Math.abs(scrollY - place) > 1 && performance.now() < until) requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}
