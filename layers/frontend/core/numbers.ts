/** Numbers as people read them: grouped, and a dash where nothing is known. */

export const NOTHING = "—";

export function whole(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ",")
    .replace("-", "−");
}
