// Markdown with formulas. Parser and fonts come when a page first shows some.

import { lazy, Suspense } from "react";

import { Loading } from "@/components/states";

const Lazy = lazy(() => import("./Markdown"));

export function Markdown(props: { source: string; problemId?: string }) {
  return (
    <Suspense fallback={<Loading lines={5} />}>
      <Lazy {...props} />
    </Suspense>
  );
}
