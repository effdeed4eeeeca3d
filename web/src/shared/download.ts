/** How does a file get onto this machine? Fetched as whoever is signed in, then saved. */

import { ask } from "./api/client";

/** @throws {Refusal} what the question throws */
export async function save(
  asked: Promise<{ data?: Blob; error?: unknown; response: Response }>,
  name: string,
): Promise<void> {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await ask(asked));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
