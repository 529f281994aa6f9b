import { useEffect } from "react";

import { text } from "@/lib/text";

/** The browser's title, so that tabs and histories tell pages apart. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · ${text.general.product}` : text.general.product;
  }, [title]);
}
