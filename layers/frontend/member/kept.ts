/** The name under which the browser keeps a member's page, and how it forgets it. */

export const KEPT = "wangge-member";
export const SCOPE = "/my/";

export async function forget(): Promise<void> {
  if ("caches" in window) await caches.delete(KEPT);
}
