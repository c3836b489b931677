/** The option of an open list that the arrow keys are at, told to eyes and to screen readers. */
export function markOption(list: HTMLElement, input: HTMLElement, at: number): void {
  [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
  const option = list.children[at];
  if (!option) return;
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}
