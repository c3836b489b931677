/** JSON that the server wrote into the page, by the id of its script element. */
export function pageData<T>(id: string): T | null {
  if (typeof document === "undefined") return null;
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as T) : null;
}
